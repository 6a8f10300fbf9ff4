import { randomUUID } from 'node:crypto';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import axios from 'axios';
import type { INode } from 'n8n-workflow';

import { NEW_CONNECTION } from '../../harness/n8n/connection';
import { N8N_LINE } from '../../harness/n8n/paths';
import { nodeOutput, type N8nRest } from '../../harness/n8n/rest';
import { startScriptedModel } from '../../harness/n8n/scriptedModel';
import { executionsOf } from '../../harness/n8n/webhooks';
import { samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { signedInRest } from '../support/context';
import { installExample } from '../support/example';
import { startTelegram } from '../support/telegram';
import { until } from '../support/until';

let rest: N8nRest;
let sandbox: Sandbox;
beforeAll(async () => {
	rest = await signedInRest();
	sandbox = await startSandbox({ taskDurationMs: 50 });
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	sandbox.options.taskDurationMs = 50;
});

const paidTools = () => sandbox.submissions.map(({ path }) => path.split('/').at(-1));

/** n8n's Slack node always calls slack.com, so a node with the same fields stands in for it. */
function withoutSlack(node: INode): INode {
	if (node.type !== 'n8n-nodes-base.slack') return node;
	const { channelId, fileName, initialComment } = node.parameters.options as Record<string, string>;
	const assignments = Object.entries({ channelId, fileName, initialComment }).map(
		([name, value]) => ({ id: name, name, value, type: 'string' }),
	);
	const parameters = { assignments: { assignments }, includeOtherFields: true, options: {} };
	return { ...node, type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters };
}

describe('The example "Remove backgrounds from Telegram photos and post them to Slack"', () => {
	it('replies with the cutout, and does not pay again if the same message arrives again', async () => {
		const telegram = await startTelegram(samplePhoto().data);
		try {
			const data = { accessToken: '1:bot', baseUrl: telegram.url };
			const telegramApi = await rest.createCredential({ name: 'Bot', type: 'telegramApi', data });
			const workflow = await installExample(rest, sandbox, 'telegram-and-slack.json', {
				credentials: {
					'n8n-nodes-base.telegramTrigger': { telegramApi },
					'n8n-nodes-base.telegram': { telegramApi },
				},
				change: withoutSlack,
			});
			await rest.activateWorkflow(workflow.id);
			await until(async () => (await telegram.sendPhoto()) !== 404);
			const [first] = await executionsOf(rest, workflow.id, 1);
			if (!first) throw new Error('The photo did not start an execution');
			expect(first.status).toBe('success');
			const [posted] = nodeOutput(first.data, 'Post to Slack');
			expect(posted?.json).toMatchObject({
				channelId: 'C0123456789',
				fileName: 'cutout.png',
				initialComment: 'From Ada',
			});
			expect(posted?.binary?.data).toMatchObject({ mimeType: 'image/png' });
			expect(telegram.sent.map(({ method }) => method)).toEqual(['sendDocument']);
			expect(telegram.sent[0]?.body.includes('cutout.png')).toBe(true);

			sandbox.credits.remaining = 0;
			await telegram.sendPhoto();
			await executionsOf(rest, workflow.id, 2);
			// The same message has arrived again, and its task was already paid for.
			expect(telegram.sent.map(({ method }) => method)).toEqual(['sendDocument', 'sendDocument']);
			expect(paidTools()).toEqual(['backgroundremover']);
			await rest.deactivateWorkflow(workflow.id);
		} finally {
			await telegram.close();
		}
	});
});

describe('The example "Agent that edits images"', () => {
	it('lets the model call the tools and check a task', async () => {
		const model = await startScriptedModel();
		try {
			const photo = sandbox.publish('photo.jpg', samplePhoto().data);
			const data = { apiKey: 'scripted', url: model.url };
			const openAiApi = await rest.createCredential({ name: 'Model', type: 'openAiApi', data });
			const { id, webhookId } = await installExample(rest, sandbox, 'agent-with-fotor-tools.json', {
				credentials: { '@n8n/n8n-nodes-langchain.lmChatOpenAi': { openAiApi } },
				parameters: { 'When chat message received': { public: true } },
			});
			await rest.activateWorkflow(id);
			model.script = [
				{ call: 'Remove_Background', args: { Image_URL: photo } },
				{ call: 'Create_Image', args: { Prompt: 'a lighthouse' } },
				{ say: 'Here they are' },
			];
			const url = `${rest.url}/webhook/${webhookId}/chat`;
			const message = { action: 'sendMessage', sessionId: randomUUID(), chatInput: 'Go' };
			const options = { validateStatus: null, ...NEW_CONNECTION } as const;
			let reply: unknown;
			await until(async () => {
				const answer = await axios.post<unknown>(url, message, options);
				reply = answer.data;
				return answer.status === 200;
			});
			expect(JSON.stringify(reply)).toContain('Here they are');
			expect(model.tools.map(({ name }) => name).sort()).toEqual([
				'Check_Task',
				'Create_Image',
				'Enlarge_Image',
				'Remove_Background',
			]);
			expect(model.results).toHaveLength(2);
			for (const result of model.results) expect(result).toContain('"status":"completed"');
			expect(paidTools()).toEqual(['backgroundremover', 'text2img']);
			await rest.deactivateWorkflow(id);
		} finally {
			await model.close();
		}
	});
});

// n8n 1.123 has an older version of the MCP Server Trigger.
(N8N_LINE === 1 ? describe.skip : describe)('The example "MCP server with Fotor tools"', () => {
	it('offers its tools to a client with the token', async () => {
		const photo = sandbox.publish('photo.jpg', samplePhoto().data);
		const token = randomUUID();
		const httpBearerAuth = await rest.createCredential({
			name: 'MCP clients',
			type: 'httpBearerAuth',
			data: { token },
		});
		const path = randomUUID();
		const { id } = await installExample(rest, sandbox, 'mcp-server-with-fotor-tools.json', {
			credentials: { '@n8n/n8n-nodes-langchain.mcpTrigger': { httpBearerAuth } },
			parameters: { 'MCP Server Trigger': { path } },
		});
		await rest.activateWorkflow(id);
		const url = new URL(`${rest.url}/mcp/${path}`);
		const connect = async (headers: Record<string, string>) => {
			const client = new Client({ name: 'test', version: '1.0.0' });
			await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
			return client;
		};
		let client: Client | undefined;
		await until(async () => {
			client = await connect({ authorization: `Bearer ${token}` }).catch(() => undefined);
			return client !== undefined;
		});
		await expect(connect({ authorization: 'Bearer wrong' })).rejects.toThrow();
		const { tools } = (await client?.listTools()) ?? { tools: [] };
		expect(tools).toHaveLength(4);
		const result = await client?.callTool({
			name: 'Enlarge_Image',
			arguments: { Image_URL: photo },
		});
		expect(JSON.stringify(result)).toContain('completed');
		expect(paidTools()).toEqual(['imgupscale']);
		await client?.close();
		await rest.deactivateWorkflow(id);
	});
});
