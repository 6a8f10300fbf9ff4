import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { clock } from '../../../fotor/clock';
import {
	startUpscaler,
	textOf,
	UPSCALER,
	type UpscalerSetup,
} from '../../../harness/engine/upscaler';
import type { RunResult } from '../../../harness/engine/core';
import { FotorUpscaler } from '../../../nodes/FotorUpscaler/FotorUpscaler.node';
import { speedUp } from '../../support/time';

let setup: UpscalerSetup;
let keys = 0;
/** A different key per test, because the process remembers keys. */
let key: string;

beforeAll(async () => {
	setup = await startUpscaler();
});
afterAll(async () => await setup.close());
beforeEach(() => {
	speedUp(25);
	setup.sandbox.reset();
	setup.engine.deduplication.isDown = false;
	key = `order-${keys++}`;
});
afterEach(() => jest.restoreAllMocks());

const CONTINUE = { onError: 'continueRegularOutput' as const };
const paid = () => setup.sandbox.submissions.length;
const run = async (
	options: INodeParameters = {},
	more: { items?: number | INodeExecutionData[]; staticData?: IDataObject } = {},
	parameters: INodeParameters = {},
): Promise<RunResult> =>
	await setup.upscale({
		options: { taskKey: key, ...options },
		parameters,
		node: CONTINUE,
		executionId: String(++keys + 100),
		...more,
	});
const taskIds = ({ items }: RunResult) => items.map(({ json }) => json.taskId);
/** Runs the node as if n8n had just restarted: the memory is empty, and only n8n's stores remain. */
const restarted = async (options: INodeParameters, more: { staticData?: IDataObject }) => {
	let result: RunResult | undefined;
	await jest.isolateModulesAsync(async () => {
		const fresh = await import('../../../nodes/FotorUpscaler/FotorUpscaler.node');
		setup.engine.addNode(UPSCALER, new fresh.FotorUpscaler());
		result = await run(options, more);
	});
	setup.engine.addNode(UPSCALER, new FotorUpscaler());
	return result as RunResult;
};

it('items with the same key are paid for once across executions and return the same task', async () => {
	const first = await run();
	const again = await run();
	expect(first.items[0]?.json).toMatchObject({ status: 'completed', tokensUsed: 1 });
	expect(taskIds(again)).toEqual(taskIds(first));
	expect(paid()).toBe(1);
});

it("an item's shorter key lifetime does not make the keys of other items expire", async () => {
	const now = Date.now();
	const first = await run({ taskKeyDays: 30 });
	jest.spyOn(clock, 'now').mockImplementation(() => now + 2 * 86_400_000);
	const other = { taskKey: `${key}-b`, taskKeyDays: 1 };
	const { staticData } = await run(other, { staticData: first.staticData });
	const again = await restarted({ taskKeyDays: 30 }, { staticData });
	expect(taskIds(again)).toEqual(taskIds(first));
	expect(paid()).toBe(2);
});

it('an item with a different key is paid for separately, and an item with an empty key every time', async () => {
	await run();
	await run({ taskKey: `${key}-b` });
	await run({ taskKey: '' });
	await run({ taskKey: '' });
	expect(paid()).toBe(4);
});

it('if waiting for a task fails, the next execution collects it', async () => {
	setup.sandbox.fail({ on: 'poll', status: 400, times: 1 });
	const first = await run();
	expect(textOf(first)).toMatch(/so the status of task \w+ can't be read/);
	const second = await run();
	expect(second.items[0]?.json).toMatchObject({ status: 'completed' });
	expect(paid()).toBe(1);
});

it('after a restart of n8n, the task ID comes from the static data', async () => {
	const first = await run();
	const { staticData } = first;
	const second = await restarted({}, { staticData });
	expect(taskIds(second)).toEqual(taskIds(first));
	expect(paid()).toBe(1);
});

it('a key whose task ID is lost is rejected with advice and not paid for again', async () => {
	await run();
	const second = await restarted({}, {});
	expect(textOf(second)).toMatch(
		/The key "order-\d+" in 'Pay Once Per Key' was used before, but n8n doesn't have its task ID\. Nothing was charged for this item\./,
	);
	expect(paid()).toBe(1);
});

it('items with the same key in two parallel executions are paid for once and share the cost', async () => {
	const [one, other] = await Promise.all([
		run({}, { items: 2 }, { imageUrl: setup.pictureUrl(0) }),
		run(),
	]);
	const ids = [...taskIds(one), ...taskIds(other)];
	expect(ids).toHaveLength(3);
	expect(new Set(ids).size).toBe(1);
	const tokens = one.items.map(({ json }) => json.tokensUsed).sort();
	expect(tokens).toEqual([0, 1]);
	expect(paid()).toBe(1);
});

it('a rejected submission frees the key', async () => {
	setup.sandbox.fail({ on: 'submit', status: 400, times: 1 });
	expect(textOf(await run())).toMatch(/Nothing was charged/);
	expect((await run()).items[0]?.json.status).toBe('completed');
	expect(paid()).toBe(1);
});

it('a task that ended without a result frees the key', async () => {
	setup.sandbox.fail({ on: 'poll', taskStatus: 2, times: 1 });
	expect(textOf(await run())).toMatch(/without a result/);
	expect((await run()).items[0]?.json.status).toBe('completed');
	expect(paid()).toBe(2);
});

it("an earlier execution's task that ended without a result is replaced at once", async () => {
	await run();
	for (const task of setup.sandbox.tasks.values()) Object.assign(task, { status: 2 });
	const { items, error } = await run({}, { items: 2 }, { imageUrl: setup.pictureUrl(0) });
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
	expect(new Set(items.map(({ json }) => json.taskId)).size).toBe(1);
	expect(items.map(({ json }) => json.tokensUsed).sort()).toEqual([0, 1]);
	expect(paid()).toBe(2);
});

it('a replacement that ends without a result is not replaced again', async () => {
	await run({}, {}, { waitForCompletion: false });
	setup.sandbox.fail({ on: 'poll', taskStatus: 2, times: 2 });
	expect(textOf(await run())).toMatch(/without a result/);
	expect(paid()).toBe(2);
});

it('a submission with an unclear outcome keeps the key', async () => {
	setup.sandbox.fail({ on: 'submit', status: 500, times: 1 });
	const text = textOf(await run());
	expect(text).toMatch(/may have been accepted.*run the item with another key/);
	expect(text).not.toContain('in a new execution');
	expect(textOf(await run())).toMatch(/was used before, but n8n doesn't have its task ID/);
	expect(paid()).toBe(0);
});

it('an item is paid for again after the configured number of days', async () => {
	const start = clock.now();
	const at = (days: number) =>
		jest.spyOn(clock, 'now').mockImplementation(() => start + days * 86_400_000);
	const first = await run({ taskKeyDays: 2, waitForCompletion: false });
	at(1.9);
	const second = await run({ taskKeyDays: 2 }, {}, { waitForCompletion: false });
	expect(taskIds(second)).toEqual(taskIds(first));
	at(2.1);
	const third = await run({ taskKeyDays: 2 }, {}, { waitForCompletion: false });
	expect(taskIds(third)).not.toEqual(taskIds(first));
	expect(paid()).toBe(2);
});

it("nothing is sent if n8n's store is down", async () => {
	setup.engine.deduplication.isDown = true;
	expect(textOf(await run())).toMatch(
		/'Pay Once Per Key' can't look up the key "order-\d+" in n8n's store\. Nothing was charged.*the database is down/,
	);
	expect(setup.sandbox.requests.filter(({ method }) => method === 'POST')).toEqual([]);
});
