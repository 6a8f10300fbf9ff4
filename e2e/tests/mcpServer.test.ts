import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { INode, INodeParameters } from 'n8n-workflow';

import { sandboxCredential } from '../../harness/n8n/examples';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import type { N8nRest } from '../../harness/n8n/rest';
import { samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { signedInRest } from '../support/context';

let sandbox: Sandbox;
let rest: N8nRest;
let client: Client;
let photo: string;

const LANGCHAIN = '@n8n/n8n-nodes-langchain';
const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): INode => ({ id: name, name, type, typeVersion, position: [0, 0], parameters, ...more });

beforeAll(async () => {
	sandbox = await startSandbox({ taskDurationMs: 50 });
	rest = await signedInRest();
	const credentials = { fotorApi: await rest.createCredential(sandboxCredential(sandbox)) };
	const imageUrl = "={{ $fromAI('Image_URL', `Public URL of the image`, 'string') }}";
	const upscale = { imageSource: 'url', imageUrl };
	const type = `${PACKAGE_NAME}.fotorUpscalerTool`;
	const path = `fotor-${Date.now()}`;
	const names = ['Upscale', 'Upscale_Retry', 'Upscale_Continue'];
	const { id } = await rest.createWorkflow({
		name: 'MCP server',
		nodes: [
			node('Server', `${LANGCHAIN}.mcpTrigger`, 2, { path }, { webhookId: path }),
			node('Upscale', type, 1, upscale, { credentials }),
			node('Upscale_Retry', type, 1, upscale, { credentials, retryOnFail: true, maxTries: 2 }),
			node('Upscale_Continue', type, 1, upscale, { credentials, onError: 'continueRegularOutput' }),
		],
		connections: Object.fromEntries(
			names.map((name) => [
				name,
				{ ai_tool: [[{ node: 'Server', type: 'ai_tool' as const, index: 0 }]] },
			]),
		),
		settings: { executionOrder: 'v1' },
	});
	await rest.activateWorkflow(id);
	client = await connect(new URL(`${rest.url}/mcp/${path}`));
});
afterAll(async () => {
	await client.close();
	await sandbox.close();
});
beforeEach(() => {
	sandbox.reset();
	sandbox.options.taskDurationMs = 50;
	photo = sandbox.publish('photo.jpg', samplePhoto().data);
});

/** Connects an MCP client. Retries, because n8n 2.x reports a workflow as active before it registers its webhooks. */
async function connect(url: URL): Promise<Client> {
	for (let tries = 0; ; tries++) {
		try {
			const connected = new Client({ name: 'test', version: '1.0.0' });
			await connected.connect(new StreamableHTTPClientTransport(url));
			return connected;
		} catch (error) {
			if (tries === 40) throw error;
			await sleep(250);
		}
	}
}

/** Calls a tool with the official client, whose default timeout is 60 s. */
async function call(name = 'Upscale'): Promise<string> {
	const result = await client.callTool({ name, arguments: { Image_URL: photo } });
	const text = (result.content as Array<{ text: string }>).map((part) => part.text).join('\n');
	if (process.env.TRANSCRIPT) console.log(text);
	return text;
}
const paid = () => sandbox.submissions.length;

describe('MCP Server Trigger with the official client', () => {
	it('schema: the client sees what the tool does and which argument it takes', async () => {
		const { tools } = await client.listTools();
		expect(tools.find(({ name }) => name === 'Upscale')).toMatchObject({
			description: expect.stringMatching(/^Enlarge an image/) as string,
			inputSchema: { properties: { Image_URL: { type: 'string' } } },
		});
	});

	it('success: the client gets a small result, and no file is downloaded', async () => {
		const text = await call();
		expect(text).toMatch(/"status":"completed","resultUrl":"http/);
		expect(text).not.toMatch(/null|createdAt/);
		expect(paid()).toBe(1);
		expect(sandbox.requests.filter(({ path }) => path.startsWith('/results/'))).toEqual([]);
	});

	it('refusal: the client gets the cause and the advice', async () => {
		sandbox.credits.remaining = 0;
		expect(await call()).toMatch(/too few tokens.*Nothing was charged/s);
		expect(await call('Upscale_Continue')).toMatch(/too few tokens.*Nothing was charged/s);
		expect(paid()).toBe(0);
	});

	it('retry: a tool with Retry On Fail pays once', async () => {
		sandbox.fail({ on: 'poll', status: 403, times: 1 });
		expect(await call('Upscale_Retry')).toMatch(/"status":"completed"/);
		expect(paid()).toBe(1);
	});

	it('slow task: the client gets a reply before it times out, and the next call returns the result', async () => {
		sandbox.options.taskDurationMs = 58_000;
		const started = Date.now();
		expect(await call()).toMatch(/"status":"inProgress".*Task → Wait.*exactly the same arguments/);
		expect(Date.now() - started).toBeLessThan(59_000);
		expect(await call()).toMatch(/"status":"completed"/);
		expect(paid()).toBe(1);
	});
});
