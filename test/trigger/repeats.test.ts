import axios from 'axios';

import { callKey } from '../../fotor/webhook/recent';
import { call, callOf, clean, startBench, type Answer, type Bench } from './support';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
beforeEach(() => clean(bench));
afterEach(() => {
	jest.restoreAllMocks();
	expect(bench.host.thrown).toEqual([]);
});

const REPEATED: Answer = {
	status: 200,
	body: { received: true, started: false, reason: 'already received' },
};

const started = () => bench.host.executions.length;

async function sendAtOnce(bodies: unknown[]): Promise<Answer[]> {
	return await Promise.all(bodies.map((body) => call(bench, body)));
}

test('a repeated call is acknowledged, and Fotor is not asked again', async () => {
	const body = callOf(bench.sandbox.addTask({}));
	await call(bench, body);
	expect(await call(bench, body)).toEqual(REPEATED);
	expect(await call(bench, body)).toEqual(REPEATED);
	expect(started()).toBe(1);
	expect(bench.sandbox.requests).toHaveLength(1);
});

test('eight times the same call at once start the workflow once', async () => {
	const body = callOf(bench.sandbox.addTask({}));
	const replies = await sendAtOnce(Array.from({ length: 8 }, () => body));
	expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(200));
	expect(replies.filter((reply) => reply.body.started)).toHaveLength(1);
	expect(started()).toBe(1);
});

test('eight different calls at once start it eight times, and none of them again', async () => {
	const bodies = Array.from({ length: 8 }, () => callOf(bench.sandbox.addTask({})));
	await sendAtOnce(bodies);
	expect(started()).toBe(8);
	expect(await sendAtOnce(bodies)).toEqual(Array(8).fill(REPEATED));
	expect(started()).toBe(8);
});

test('calls at once do not overwrite each other in the static data', async () => {
	const bodies = Array.from({ length: 8 }, () => callOf(bench.sandbox.addTask({})));
	await sendAtOnce(bodies);
	await call(bench, callOf(bench.sandbox.addTask({})));
	const later = Date.now() + 86_400_000;
	jest.spyOn(Date, 'now').mockImplementation(() => later);
	expect(await sendAtOnce(bodies)).toEqual(Array(8).fill(REPEATED));
});

test('what n8n has stored is still known after a restart and later', async () => {
	const body = callOf(bench.sandbox.addTask({}));
	await call(bench, body);
	const later = Date.now() + 86_400_000;
	jest.spyOn(Date, 'now').mockImplementation(() => later);
	expect(await call(bench, body)).toEqual(REPEATED);
});

test('what came one after the other is still known after a restart and later', async () => {
	const bodies = Array.from({ length: 4 }, () => callOf(bench.sandbox.addTask({})));
	for (const body of bodies) await call(bench, body);
	const later = Date.now() + 86_400_000;
	jest.spyOn(Date, 'now').mockImplementation(() => later);
	for (const body of bodies) expect(await call(bench, body)).toEqual(REPEATED);
});

test('a caller that hangs up before n8n says that it could not start the workflow may come again', async () => {
	const body = callOf(bench.sandbox.addTask({}));
	const hangUp = new AbortController();
	let isOver = () => {};
	const over = new Promise<void>((resolve) => (isOver = resolve));
	bench.host.beforeStart = async () => {
		bench.host.beforeStart = undefined;
		hangUp.abort();
		await new Promise((resolve) => setTimeout(resolve, 50));
		bench.host.canStart = false;
		setTimeout(isOver, 50);
	};
	await expect(
		axios.post(bench.host.url, body, { signal: hangUp.signal, proxy: false }),
	).rejects.toThrow('canceled');
	await over;
	bench.host.canStart = true;
	expect((await call(bench, body)).body.started).toBe(true);
	expect(started()).toBe(1);
});

test('a call that waited long in n8n does not overwrite those that overtook it', async () => {
	const [slow, quick] = [callOf(bench.sandbox.addTask({})), callOf(bench.sandbox.addTask({}))];
	bench.sandbox.fail({ on: 'poll', delayMs: 300 });
	const waiting = call(bench, slow);
	while (bench.sandbox.requests.length === 0) await new Promise(setImmediate);
	await call(bench, quick);
	const start = Date.now();
	const now = jest.spyOn(Date, 'now').mockImplementation(() => start + 60_000);
	await waiting;
	now.mockImplementation(() => start + 86_400_000);
	expect(await sendAtOnce([slow, quick])).toEqual([REPEATED, REPEATED]);
});

test('a call that is saved late does not overwrite those that overtook it', async () => {
	const [slow, quick] = [callOf(bench.sandbox.addTask({})), callOf(bench.sandbox.addTask({}))];
	let save = () => {};
	const held = new Promise<void>((resolve) => (save = resolve));
	const reached = new Promise<void>((resolve) => {
		bench.host.beforeSave = async () => {
			bench.host.beforeSave = undefined;
			resolve();
			await held;
		};
	});
	const waiting = call(bench, slow);
	await reached;
	await call(bench, quick);
	save();
	await waiting;
	const later = Date.now() + 86_400_000;
	jest.spyOn(Date, 'now').mockImplementation(() => later);
	expect(await sendAtOnce([slow, quick])).toEqual([REPEATED, REPEATED]);
});

test('a call that n8n could not start a workflow with may come again at once', async () => {
	const body = callOf(bench.sandbox.addTask({}));
	bench.host.canStart = false;
	expect((await call(bench, body)).status).toBe(500);
	bench.host.canStart = true;
	expect((await call(bench, body)).body.started).toBe(true);
	expect(await call(bench, body)).toEqual(REPEATED);
	expect(started()).toBe(1);
});

describe('a call that n8n could not start a workflow with, while others came,', () => {
	/** Two calls of which the second is saved in between the first one's start and its reply. */
	async function failAmongOthers(order: 'taken first' | 'taken last') {
		const [failing, other] = [callOf(bench.sandbox.addTask({})), callOf(bench.sandbox.addTask({}))];
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		let reached = () => {};
		const holding = new Promise<void>((resolve) => (reached = resolve));
		bench.host.beforeSave = async () => {
			bench.host.beforeSave = undefined;
			reached();
			await held;
		};
		if (order === 'taken first') {
			// Its key is in the data of the other call, which is saved after it has failed.
			bench.host.beforeStart = async () => {
				bench.host.beforeStart = undefined;
				reached();
				await held;
				bench.host.canStart = false;
			};
			bench.host.beforeSave = undefined;
			const failed = call(bench, failing);
			await holding;
			await call(bench, other);
			release();
			expect((await failed).status).toBe(500);
		} else {
			const waiting = call(bench, other);
			await holding;
			bench.host.canStart = false;
			expect((await call(bench, failing)).status).toBe(500);
			release();
			await waiting;
		}
		bench.host.canStart = true;
		return { failing, other };
	}

	test.each(['taken first', 'taken last'] as const)('%s, may come again', async (order) => {
		const { failing, other } = await failAmongOthers(order);
		expect(await call(bench, other)).toEqual(REPEATED);
		expect((await call(bench, failing)).body.started).toBe(true);
		expect(await call(bench, failing)).toEqual(REPEATED);
	});
});

test('what n8n has saved of a call is not touched, and not kept, when further calls come', async () => {
	const [first, second] = [bench.sandbox.addTask({}), bench.sandbox.addTask({})];
	const loaded: unknown[] = [];
	bench.host.onLoaded = (staticData) => loaded.push(staticData);
	await call(bench, callOf(first));
	await new Promise((resolve) => setTimeout(resolve, 20));
	await call(bench, callOf(second));
	const [one, two] = [first, second].map(({ taskId }) => callKey(taskId, 'completed'));
	expect(JSON.stringify(loaded[0])).toContain(one);
	expect(JSON.stringify(loaded[0])).not.toContain(two);
	expect(JSON.stringify(loaded[1])).toContain(one);
});

test('a call that n8n could not store may come again after a while', async () => {
	const body = callOf(bench.sandbox.addTask({}));
	await call(bench, body);
	bench.host.staticData = '{}';
	expect(await call(bench, body)).toEqual(REPEATED);
	const later = Date.now() + 601_000;
	jest.spyOn(Date, 'now').mockImplementation(() => later);
	expect((await call(bench, body)).body.started).toBe(true);
});

test.each([
	['nonsense', '{"node:Fotor Trigger":{"recentCalls":"x"}}'],
	['nothing', '{"node:Fotor Trigger":null}'],
	['a text of somebody else', '{"node:Fotor Trigger":"x"}'],
	['junk in the list', '{"node:Fotor Trigger":{"recentCalls":[null,5,{"key":{}}]}}'],
])('%s in the static data does no harm', async (_name, staticData) => {
	bench.host.staticData = staticData;
	const body = callOf(bench.sandbox.addTask({}));
	expect((await call(bench, body)).body.started).toBe(true);
	expect(await call(bench, body)).toEqual(REPEATED);
});

test('every call starts the workflow when repeats are wanted', async () => {
	clean(bench, { options: { deduplicate: false } });
	const body = callOf(bench.sandbox.addTask({}));
	await sendAtOnce([body, body, body]);
	expect(started()).toBe(3);
	expect(bench.host.staticData).toBe('{}');
});

test('the test address takes the same call again and again', async () => {
	bench.host.mode = 'manual';
	const body = callOf(bench.sandbox.addTask({}));
	await call(bench, body);
	await call(bench, body);
	expect(started()).toBe(2);
});
