import type { IConnections } from 'n8n-workflow';

import { sandboxCredential } from '../../harness/n8n/examples';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import { N8N_LINE } from '../../harness/n8n/paths';
import type { N8nRest } from '../../harness/n8n/rest';
import { startScriptedModel, type ScriptedModel } from '../../harness/n8n/scriptedModel';
import type { ChainNode } from '../../harness/n8n/workflows';
import { samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { signedInRest } from '../support/context';
import { FILE_STARTS } from '../support/fileStarts';
import { until } from '../support/until';

/** Expression from docs/common-options.md that gives a tool the image that a user sent in the chat. */
const IN_CHAT = "={{ $('Trigger').item.binary.data0 }}";
const LANGCHAIN = '@n8n/n8n-nodes-langchain';

let sandbox: Sandbox;
let model: ScriptedModel;
let rest: N8nRest;
beforeAll(async () => {
	[sandbox, model, rest] = await Promise.all([
		startSandbox({ taskDurationMs: 50 }),
		startScriptedModel(),
		signedInRest(),
	]);
});
afterAll(async () => {
	await model.close();
	await sandbox.close();
});
beforeEach(() => sandbox.reset());

it.each(N8N_LINE === 1 ? [2.2] : [2.2, 3])(
	'AI Agent version %s: the tool uses the image that a user sent in the chat',
	async (version) => {
		const fotorApi = await rest.createCredential(sandboxCredential(sandbox));
		const data = { apiKey: 'scripted', url: model.url };
		const openAiApi = await rest.createCredential({ name: 'Scripted', type: 'openAiApi', data });
		model.script = [{ call: 'Cut_Out', args: {} }, { say: 'Done' }];
		model.results = [];
		const start = await FILE_STARTS['Chat Trigger']?.(rest);
		if (!start) throw new Error('There is no chat trigger');
		const nodes: ChainNode[] = [
			start.node,
			{
				name: 'Agent',
				type: `${LANGCHAIN}.agent`,
				typeVersion: version,
				parameters: { promptType: 'define', text: 'Cut it out', options: {} },
			},
			{
				name: 'Model',
				type: `${LANGCHAIN}.lmChatOpenAi`,
				typeVersion: 1.2,
				parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
				credentials: { openAiApi },
			},
			{
				name: 'Cut Out',
				type: `${PACKAGE_NAME}.fotorBackgroundRemoverTool`,
				typeVersion: 1,
				parameters: { imageSource: 'binary', imageBinaryProperty: IN_CHAT },
				credentials: { fotorApi },
			},
		];
		const to = (kind: string): IConnections[string] => ({
			[kind]: [[{ node: 'Agent', type: kind as 'main', index: 0 }]],
		});
		const { id } = await rest.createWorkflow({
			name: `Chat ${version}`,
			nodes: nodes.map((node) => ({ id: node.name, position: [0, 0] as const, ...node })) as never,
			connections: {
				Trigger: to('main'),
				Model: to('ai_languageModel'),
				'Cut Out': to('ai_tool'),
			},
			settings: { executionOrder: 'v1' },
		});
		await rest.activateWorkflow(id);
		await until(async () => (await start.send()) === 200, 60_000);
		await until(() => model.results.length === 1, 60_000);

		expect(model.results[0]).toMatch(/"status":"completed","resultUrl":"http/);
		expect(sandbox.submissions).toHaveLength(1);
		const [upload] = [...sandbox.uploads.values()];
		expect((await upload?.read())?.equals(samplePhoto().data)).toBe(true);
	},
);
