import type { INode, INodeParameters } from 'n8n-workflow';

import { startFotor, type Fotor } from '../../../harness/engine/fotor';
import { samplePhoto } from '../../../sandbox';
import { speedUp } from '../../support/time';

let fotor: Fotor;
let photo: string;
/** False in n8n 1.123, which would send an item with details to the success output. */
let routesDetails: boolean;

beforeAll(async () => {
	fotor = await startFotor();
	photo = fotor.sandbox.publish('photo.jpg', samplePhoto().data);
	routesDetails = 'redactedHeaders' in fotor.engine.workflow;
});
afterAll(async () => await fotor.close());
beforeEach(() => {
	speedUp(25);
	fotor.sandbox.clearFaults();
	fotor.sandbox.submissions.splice(0);
});
afterEach(() => jest.restoreAllMocks());

const image = { imageSource: 'url', imageUrl: '={{ $json.photo ?? $json.resultUrl }}' };
const wait = { resource: 'task', operation: 'wait' };
const node = (name: string, type: string, parameters: INodeParameters, onError?: string): INode =>
	({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { fotorApi: { id: '1', name: 'fotorApi' } },
		...(onError ? { onError } : {}),
	}) as INode;
const start = node('Start', 'n8n-nodes-base.manualTrigger', {});
const tool = (parameters: INodeParameters, onError = 'continueErrorOutput') =>
	node('Tool', 'n8n-nodes-fotor.fotorUpscaler', { ...image, ...parameters }, onError);
const first = node('First', 'n8n-nodes-fotor.fotorSkinRetouch', image);
const collect = (parameters: INodeParameters = {}) =>
	node('Collect', 'n8n-nodes-fotor.fotor', { ...wait, ...parameters });
const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];

/** Runs Start, then the tools in order, then Collect on the given output of the last tool. */
const run = async (tools: INode[], output: number, collector = collect()) => {
	const names = ['Start', ...tools.map(({ name }) => name)];
	const connections = Object.fromEntries(
		names.map((name, index) => {
			const next = names[index + 1];
			const last = [0, 1].map((at) => (at === output ? to('Collect') : []));
			return [name, { main: next ? [to(next)] : last }];
		}),
	);
	const workflow = { nodes: [start, ...tools, collector], connections };
	const { run: execution } = await fotor.engine.runWorkflow(workflow, 'Collect', {
		input: [{ json: { photo } }],
	});
	const outputsOf = (name: string) =>
		(execution.data.resultData.runData[name]?.at(-1)?.data?.main ?? []).map((items) => items ?? []);
	return { collected: outputsOf('Collect')[0] ?? [], outputsOf, execution };
};
const taskId = (index: number) => fotor.sandbox.submissions[index]?.taskId;
/** Rejects the tool's first status check, so its task stays uncollected. */
const loseTrack = () =>
	fotor.sandbox.fail({ on: 'poll', path: '/v1/aiart/imgupscale', status: 400, times: 1 });

it('Task → Wait on the error output collects the task of a failed item', async () => {
	loseTrack();
	const { collected, outputsOf } = await run([tool({})], 1);
	const [good, failed] = outputsOf('Tool');
	expect(good).toEqual([]);
	expect(failed).toHaveLength(1);
	expect(failed?.[0]?.json.error).toContain(taskId(0));
	expect(failed?.[0]?.json.details).toEqual(routesDetails ? { taskId: taskId(0) } : undefined);
	expect(collected.map(({ json }) => [json.status, json.taskId])).toEqual([
		['completed', taskId(0)],
	]);
	expect(collected[0]?.binary?.data).toBeDefined();
	expect(fotor.sandbox.submissions).toHaveLength(1);
});

it("Task → Wait collects the failed node's task, not an earlier node's task in the same item", async () => {
	loseTrack();
	const { collected, outputsOf } = await run([first, tool({})], 1);
	expect(outputsOf('Tool')[1]?.[0]?.json.taskId).toBe(taskId(0));
	expect(collected.map(({ json }) => json.taskId)).toEqual([taskId(1)]);
});

it("Task → Wait rejects a failed item without a task instead of collecting an earlier node's task", async () => {
	const broken = tool({ imageUrl: 'nothing' });
	const { execution } = await run([first, broken], 1);
	expect(execution.data.resultData.error?.message).toMatch(/^'Task ID' is empty$/);
});

it('on the regular output, a failed item has a `details` field in every version of n8n', async () => {
	loseTrack();
	const { collected, outputsOf } = await run([tool({}, 'continueRegularOutput')], 0);
	expect(outputsOf('Tool')[0]?.[0]?.json.details).toEqual({ taskId: taskId(0) });
	expect(collected.map(({ json }) => json.taskId)).toEqual([taskId(0)]);
});

it.each([
	['its default', {}],
	['an earlier default from saved workflows', { taskId: '={{ $json.taskId }}' }],
])("'Task ID' with %s finds the ID of a task that was not awaited", async (_name, parameters) => {
	const { collected } = await run([tool({ waitForCompletion: false })], 0, collect(parameters));
	expect(collected.map(({ json }) => json.taskId)).toEqual([taskId(0)]);
});
