import type { INode, INodeParameters } from 'n8n-workflow';

import { sandboxCredential } from '../../harness/n8n/examples';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import { N8N_LINE } from '../../harness/n8n/paths';
import type { N8nRest } from '../../harness/n8n/rest';
import { startScriptedModel, type ScriptedModel, type Step } from '../../harness/n8n/scriptedModel';
import { samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { signedInRest } from '../support/context';

const VERSIONS = N8N_LINE === 1 ? [1.9, 2.2] : [2.2, 3];

let sandbox: Sandbox;
let model: ScriptedModel;
let rest: N8nRest;
let fotorApi: { id: string; name: string };
let openAiApi: { id: string; name: string };
let photo: string;

beforeAll(async () => {
	[sandbox, model, rest] = await Promise.all([
		startSandbox({ taskDurationMs: 50 }),
		startScriptedModel(),
		signedInRest(),
	]);
	fotorApi = await rest.createCredential(sandboxCredential(sandbox));
	const data = { apiKey: 'scripted', url: model.url };
	openAiApi = await rest.createCredential({ name: 'Scripted', type: 'openAiApi', data });
	photo = sandbox.publish('photo.jpg', samplePhoto().data);
});
afterAll(async () => {
	await model.close();
	await sandbox.close();
});
beforeEach(() => {
	sandbox.reset();
	sandbox.options.taskDurationMs = 50;
	photo = sandbox.publish('photo.jpg', samplePhoto().data);
});

const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): INode => ({ id: name, name, type, typeVersion, position: [0, 0], parameters, ...more });

const LANGCHAIN = '@n8n/n8n-nodes-langchain';
const URL_BY_MODEL = "={{ $fromAI('Image_URL', `Public URL of the image`, 'string') }}";

/**
 * Runs an agent with two tools: Upscale, which waits at most 2 s, and Check.
 * @returns the tool results that the model read
 */
async function run(version: number, script: Step[], tool: Partial<INode> = {}): Promise<string[]> {
	model.script = script;
	model.results = [];
	const { id } = await rest.createWorkflow({
		name: `Agent ${version}`,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('Agent', `${LANGCHAIN}.agent`, version, {
				...(version < 2 ? { agent: 'toolsAgent' } : {}),
				promptType: 'define',
				text: 'Upscale it',
				options: {},
			}),
			node(
				'Model',
				`${LANGCHAIN}.lmChatOpenAi`,
				1.2,
				{ model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
				{ credentials: { openAiApi } },
			),
			node(
				'Upscale',
				`${PACKAGE_NAME}.fotorUpscalerTool`,
				1,
				{ imageSource: 'url', imageUrl: URL_BY_MODEL, options: { maxWaitTime: 2 } },
				{ credentials: { fotorApi }, ...tool },
			),
			node(
				'Check',
				`${PACKAGE_NAME}.fotorTool`,
				1,
				{ operation: 'get', taskId: "={{ $fromAI('Task_ID', `ID of the task`, 'string') }}" },
				{ credentials: { fotorApi } },
			),
		],
		connections: {
			Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			Upscale: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			Check: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	});
	const execution = await rest.waitForExecution(await rest.runWorkflow(id, 'Start'), 100_000);
	if (process.env.TRANSCRIPT) {
		console.log(
			JSON.stringify({ version, status: execution.status, read: model.results }, null, 1),
		);
	}
	return model.results;
}

const upscale = (): Step => ({ call: 'Upscale', args: { Image_URL: photo } });
const end: Step = { say: 'Done' };
const paid = () => sandbox.submissions.length;

describe.each(VERSIONS)('AI Agent version %s', (version) => {
	it('schema and success: the model sees what the tool does and gets a small result', async () => {
		const [answer] = await run(version, [upscale(), end]);
		expect(model.tools.find(({ name }) => name === 'Upscale')).toMatchObject({
			description: expect.stringMatching(/^Enlarge an image.*inProgress/) as string,
			parameters: { properties: { Image_URL: { type: 'string' } } },
		});
		expect(model.tools.find(({ name }) => name === 'Check')?.description).toMatch(
			/^Check a Fotor task by its ID\. Returns its status and result URL/,
		);
		expect(answer).toMatch(/"status":"completed","resultUrl":"http.*"tokensUsed":1/);
		expect(answer).not.toMatch(/null|createdAt/);
		expect(paid()).toBe(1);
		// Agent tools download no result files.
		const fetched = sandbox.requests.filter(({ path }) => path.startsWith('/results/'));
		expect(fetched).toEqual([]);
	});

	it('slow task: the reply names the unfinished task, and a repeated call gets the result for free', async () => {
		sandbox.options.taskDurationMs = 3_000;
		const [open, done] = await run(version, [upscale(), upscale(), end]);
		expect(open).toMatch(/"status":"inProgress".*Task → Wait.*exactly the same arguments/);
		expect(done).toMatch(/"status":"completed"/);
		expect(paid()).toBe(1);
	});

	it('refusal: with On Error = Continue, the model sees the cause and the advice', async () => {
		sandbox.credits.remaining = 0;
		const tool = { onError: 'continueRegularOutput' as const };
		const [answer] = await run(version, [upscale(), end], tool);
		expect(answer).toMatch(/too few tokens.*Nothing was charged/);
		expect(paid()).toBe(0);
	});

	it('retry: a tool with Retry On Fail pays once', async () => {
		sandbox.fail({ on: 'poll', status: 403, times: 1 });
		const tool = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
		const [answer] = await run(version, [upscale(), end], tool);
		expect(answer).toMatch(/"status":"completed"/);
		expect(paid()).toBe(1);
	});
});

test('without On Error = Continue, a refused call costs nothing, and AI Agent 3 tells the model why', async () => {
	for (const version of VERSIONS) {
		sandbox.credits.remaining = 0;
		const answers = await run(version, [upscale(), end]);
		if (version >= 3) expect(answers[0]).toMatch(/too few tokens.*Nothing was charged/);
		expect(paid()).toBe(0);
	}
});
