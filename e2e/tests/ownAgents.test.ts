import type { INodeParameters } from 'n8n-workflow';

import { sandboxCredential } from '../../harness/n8n/examples';
import { createOwnAgent, type ChatEvent, type OwnAgent } from '../../harness/n8n/ownAgent';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import { startScriptedModel, type ScriptedModel, type Step } from '../../harness/n8n/scriptedModel';
import {
	sampleMask,
	samplePhoto,
	samplePortrait,
	sampleProduct,
	startSandbox,
	type Sandbox,
} from '../../sandbox';
import { MASK, PHOTO, PORTRAIT, PRODUCT, TOOLS } from '../../test/nodes/tools.table';
import { signedInRest } from '../support/context';

const SAMPLES = {
	[PHOTO]: samplePhoto,
	[MASK]: sampleMask,
	[PORTRAIT]: samplePortrait,
	[PRODUCT]: sampleProduct,
};
const ROWS = TOOLS.map((row, index) => ({ ...row, name: `${row.node}_${index}` }));
const URL_BY_MODEL = "={{ $fromAI('Image_URL', `Public URL of the image`, 'string') }}";

let sandbox: Sandbox;
let model: ScriptedModel;
let agent: OwnAgent;
let photo: string;

const publish = () =>
	Object.entries(SAMPLES).map(([name, sample]) => {
		const { data, fileName, mimeType } = sample();
		return [name, sandbox.publish(fileName, data, mimeType)] as const;
	});

beforeAll(async () => {
	sandbox = await startSandbox({ taskDurationMs: 50 });
	model = await startScriptedModel();
	const rest = await signedInRest();
	const credentials = { fotorApi: await rest.createCredential(sandboxCredential(sandbox)) };
	const data = { apiKey: 'scripted', url: model.url };
	const openAi = await rest.createCredential({ name: 'Own', type: 'openAiApi', data });
	const urls = publish();
	photo = urls[0]?.[1] ?? '';
	const fill = (parameters: INodeParameters) =>
		JSON.parse(
			urls.reduce((text, [name, url]) => text.replaceAll(name, url), JSON.stringify(parameters)),
		) as INodeParameters;
	const tool = (name: string, node: string, parameters: INodeParameters) => ({
		name,
		nodeType: `${PACKAGE_NAME}.${node}`,
		parameters: { options: {}, ...parameters },
		credentials,
	});
	const upscale = { imageSource: 'url', imageUrl: URL_BY_MODEL, options: { maxWaitTime: 2 } };
	const taskId = "={{ $fromAI('Task_ID', `ID of the task`, 'string') }}";
	agent = await createOwnAgent(rest, openAi.id, [
		tool('Upscale', 'fotorUpscaler', upscale),
		tool('Check', 'fotor', { operation: 'get', taskId }),
		{ ...tool('Reviewed', 'fotorUpscaler', upscale), requireApproval: true },
		...ROWS.map(({ name, node, parameters }) => tool(name, node, fill(parameters))),
	]);
});
afterAll(async () => {
	await model.close();
	await sandbox.close();
});
beforeEach(() => {
	sandbox.credits.remaining = 1_000;
	sandbox.options.taskDurationMs = 50;
	sandbox.submissions.splice(0);
	sandbox.requests.splice(0);
	model.results = [];
});

const upscale = (call = 'Upscale'): Step => ({ call, args: { Image_URL: photo } });
const end: Step = { say: 'Done' };

/** Makes the agent follow a script. @returns the tool results that its model read */
async function run(...script: Step[]): Promise<string[]> {
	model.script = script;
	await agent.chat('Do it');
	return model.results;
}

const waiting = (events: ChatEvent[]) =>
	events.find(({ type }) => type === 'tool-call-suspended') as ChatEvent;

describe("n8n's own agents", () => {
	it("schema and success: the model sees the tool's parameters and gets a small result", async () => {
		const [answer] = await run(upscale(), end);
		expect(model.tools.find(({ name }) => name === 'Upscale')).toMatchObject({
			parameters: { properties: { Image_URL: { type: 'string' } }, required: ['Image_URL'] },
		});
		// n8n's executor for these agents wraps a node's output in an object with its own `status`.
		expect(answer).toMatch(/^\{"status":"success","data":\[\{"json":\{"status":"completed",/);
		expect(answer).toMatch(/"status":"completed","resultUrl":"http.*"tokensUsed":1/);
		expect(answer).not.toMatch(/null|createdAt/);
		expect(sandbox.submissions).toHaveLength(1);
		// Agent tools download no result files.
		expect(sandbox.requests.filter(({ path }) => path.startsWith('/results/'))).toEqual([]);
	});

	it('slow task: the reply names the unfinished task, and both ways to continue return the result for free', async () => {
		sandbox.options.taskDurationMs = 3_000;
		const [open, done] = await run(upscale(), upscale(), end);
		expect(open).toMatch(/"status":"inProgress".*Task → Wait.*exactly the same arguments/);
		expect(done).toMatch(/"status":"completed"/);
		const taskId = sandbox.submissions[0]?.taskId;
		const [looked] = await run({ call: 'Check', args: { Task_ID: taskId } }, end);
		expect(looked).toMatch(/"status":"completed"/);
		expect(looked).toContain(`"taskId":"${taskId}"`);
		expect(sandbox.submissions).toHaveLength(1);
	});

	it('refusal: the model sees the cause and the advice', async () => {
		sandbox.credits.remaining = 0;
		const [answer] = await run(upscale(), end);
		expect(answer).toMatch(/too few tokens.*Nothing was charged/);
		expect(sandbox.submissions).toEqual([]);
	});

	it('human review: a declined call costs nothing, and an approved call is paid for once', async () => {
		model.script = [upscale('Reviewed'), end];
		for (const approved of [false, true]) {
			const review = waiting(await agent.chat('Do it'));
			expect(sandbox.submissions).toEqual([]);
			await agent.decide(review, approved);
			expect(sandbox.submissions).toHaveLength(approved ? 1 : 0);
		}
		expect(model.results[0]).toMatch(/"status":"completed"/);
	});

	it.each(ROWS.map((row) => [row.name, row] as const))('runs %s', async (name, row) => {
		const [answer] = await run({ call: name, args: {} }, end);
		expect(answer).toMatch(/"status":"completed"/);
		expect(answer).toMatch((row.items ?? 1) > 1 ? /"resultUrls":\[/ : /"resultUrl":"http/);
		expect(sandbox.submissions.map(({ path }) => path)).toEqual([row.path]);
	});
});
