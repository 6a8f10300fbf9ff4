import type { INode, INodeParameters } from 'n8n-workflow';

import { sandboxCredential } from '../../harness/n8n/examples';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import type { N8nRest } from '../../harness/n8n/rest';
import { startScriptedModel, type ScriptedModel } from '../../harness/n8n/scriptedModel';
import { samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { signedInRest } from '../support/context';
import { startReviewer, type Reviewer } from '../support/reviewer';
import { until } from '../support/until';

let sandbox: Sandbox;
let model: ScriptedModel;
let reviewer: Reviewer;
let rest: N8nRest;
let workflowId: string;

beforeAll(async () => {
	[sandbox, model, reviewer, rest] = await Promise.all([
		startSandbox({ taskDurationMs: 50 }),
		startScriptedModel(),
		startReviewer(),
		signedInRest(),
	]);
	const credential = async (type: string, data: Record<string, unknown>) => ({
		[type]: await rest.createCredential({ name: `Review ${type}`, type, data }),
	});
	const node = (
		name: string,
		type: string,
		typeVersion: number,
		parameters: INodeParameters,
		credentials: INode['credentials'] = {},
	): INode => ({ id: name, name, type, typeVersion, position: [0, 0], parameters, credentials });
	const langchain = '@n8n/n8n-nodes-langchain';
	const imageUrl = "={{ $fromAI('Image_URL', `Public URL of the image`, 'string') }}";
	const agent = { promptType: 'define', text: 'Upscale it', options: {} };
	const modelName = { __rl: true, mode: 'id', value: 'scripted' };
	const { id } = await rest.createWorkflow({
		name: 'Agent with human review',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('Agent', `${langchain}.agent`, 3, agent),
			node(
				'Model',
				`${langchain}.lmChatOpenAi`,
				1.2,
				{ model: modelName, options: {} },
				await credential('openAiApi', { apiKey: 'scripted', url: model.url }),
			),
			node(
				'Review',
				'n8n-nodes-base.telegramHitlTool',
				1.2,
				{
					chatId: '7',
					message: '=Run {{ $tool.name }}?',
					approvalOptions: { values: { approvalType: 'double' } },
				},
				await credential('telegramApi', { accessToken: 'token', baseUrl: reviewer.url }),
			),
			node(
				'Upscale',
				`${PACKAGE_NAME}.fotorUpscalerTool`,
				1,
				{ imageSource: 'url', imageUrl, options: {} },
				{ fotorApi: await rest.createCredential(sandboxCredential(sandbox)) },
			),
		],
		connections: {
			Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			Upscale: { ai_tool: [[{ node: 'Review', type: 'ai_tool', index: 0 }]] },
			Review: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	});
	workflowId = id;
});
afterAll(async () => {
	await reviewer.close();
	await model.close();
	await sandbox.close();
});

describe('Human review of a Fotor tool', () => {
	it.each([
		['declined', /Decline/, 0],
		['approved', /Approve/, 1],
	])('asks a person before paying (answer: %s)', async (_title, button, paid) => {
		sandbox.reset();
		const photo = sandbox.publish('photo.jpg', samplePhoto().data);
		const args = { toolParameters: { Image_URL: photo }, hitlParameters: {} };
		model.script = [{ call: 'Upscale', args }, { say: 'Done' }];
		const execution = await rest.runWorkflow(workflowId, 'Start');
		expect(await reviewer.question()).toMatch(/^Run Upscale\?/);
		expect(sandbox.submissions).toEqual([]);
		// n8n asks the reviewer before it saves the execution, so wait until the execution is saved. A person would not
		// answer before then.
		await until(async () => (await rest.getExecution(execution)).status === 'waiting');
		await reviewer.press(button);
		expect((await rest.waitForExecution(execution, 30_000)).status).toBe('success');
		expect(sandbox.submissions).toHaveLength(paid);
		expect(model.results).toHaveLength(1);
		if (paid) expect(model.results[0]).toMatch(/"status":"completed"/);
	});
});
