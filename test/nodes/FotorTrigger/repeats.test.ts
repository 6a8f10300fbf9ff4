import axios from 'axios';

import { callKey } from '../../../fotor/webhook/recent';
import { call, callOf, clean, startTrigger, type Answer, type TriggerSetup } from './support';

let setup: TriggerSetup;
beforeAll(async () => {
	setup = await startTrigger();
});
afterAll(async () => await setup.close());
beforeEach(() => clean(setup));
afterEach(() => {
	jest.restoreAllMocks();
	expect(setup.host.thrown).toEqual([]);
});

const REPEATED: Answer = {
	status: 200,
	body: { received: true, started: false, reason: 'already received' },
};

const started = () => setup.host.executions.length;

async function sendAtOnce(bodies: unknown[]): Promise<Answer[]> {
	return await Promise.all(bodies.map((body) => call(setup, body)));
}

/** Moves the clock ahead by a day. By then, this process has forgotten its calls, and only the static data counts. */
function aDayLater(): void {
	const later = Date.now() + 86_400_000;
	jest.spyOn(Date, 'now').mockImplementation(() => later);
}

/** Holds the next call just before the given step until `release` is called. */
function hold(step: 'beforeSave' | 'beforeStart') {
	let release = () => {};
	const held = new Promise<void>((resolve) => (release = resolve));
	const reached = new Promise<void>((resolve) => {
		setup.host[step] = async () => {
			setup.host[step] = undefined;
			resolve();
			await held;
		};
	});
	return { reached, release };
}

test('acknowledges a repeated call without asking Fotor again', async () => {
	const body = callOf(setup.sandbox.addTask({}));
	await call(setup, body);
	expect(await call(setup, body)).toEqual(REPEATED);
	expect(await call(setup, body)).toEqual(REPEATED);
	expect(started()).toBe(1);
	expect(setup.sandbox.requests).toHaveLength(1);
});

test('eight parallel copies of a call start the workflow once', async () => {
	const body = callOf(setup.sandbox.addTask({}));
	const replies = await sendAtOnce(Array.from({ length: 8 }, () => body));
	expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(200));
	expect(replies.filter((reply) => reply.body.started)).toHaveLength(1);
	expect(started()).toBe(1);
});

test('eight different parallel calls start the workflow eight times, and repeating them starts nothing', async () => {
	const bodies = Array.from({ length: 8 }, () => callOf(setup.sandbox.addTask({})));
	await sendAtOnce(bodies);
	expect(started()).toBe(8);
	expect(await sendAtOnce(bodies)).toEqual(Array(8).fill(REPEATED));
	expect(started()).toBe(8);
});

test('parallel calls do not overwrite each other in the static data', async () => {
	const bodies = Array.from({ length: 8 }, () => callOf(setup.sandbox.addTask({})));
	await sendAtOnce(bodies);
	await call(setup, callOf(setup.sandbox.addTask({})));
	aDayLater();
	expect(await sendAtOnce(bodies)).toEqual(Array(8).fill(REPEATED));
});

test('a stored call is still recognized a day later, even after a restart', async () => {
	const body = callOf(setup.sandbox.addTask({}));
	await call(setup, body);
	aDayLater();
	expect(await call(setup, body)).toEqual(REPEATED);
});

test('sequential calls are still recognized a day later, even after a restart', async () => {
	const bodies = Array.from({ length: 4 }, () => callOf(setup.sandbox.addTask({})));
	for (const body of bodies) await call(setup, body);
	aDayLater();
	for (const body of bodies) expect(await call(setup, body)).toEqual(REPEATED);
});

test('a caller that hangs up before n8n reports a failed start may call again', async () => {
	const body = callOf(setup.sandbox.addTask({}));
	const { reached, release } = hold('beforeStart');
	const hangUp = new AbortController();
	const options = { signal: hangUp.signal, proxy: false } as const;
	const sent = expect(axios.post(setup.host.url, body, options)).rejects.toThrow('canceled');
	await reached;
	hangUp.abort();
	await sent;
	// Gives the server time to notice that the caller hung up and to end its reply, which is never read.
	await new Promise((resolve) => setTimeout(resolve, 50));
	setup.host.canStart = false;
	release();
	await new Promise((resolve) => setTimeout(resolve, 50));
	setup.host.canStart = true;
	expect((await call(setup, body)).body.started).toBe(true);
	expect(started()).toBe(1);
});

test('a call delayed in n8n does not overwrite calls that overtook it', async () => {
	const [slow, quick] = [callOf(setup.sandbox.addTask({})), callOf(setup.sandbox.addTask({}))];
	setup.sandbox.fail({ on: 'poll', delayMs: 300 });
	const waiting = call(setup, slow);
	while (setup.sandbox.requests.length === 0) await new Promise(setImmediate);
	await call(setup, quick);
	const start = Date.now();
	const now = jest.spyOn(Date, 'now').mockImplementation(() => start + 60_000);
	await waiting;
	now.mockImplementation(() => start + 86_400_000);
	expect(await sendAtOnce([slow, quick])).toEqual([REPEATED, REPEATED]);
});

test('a call saved late does not overwrite calls that overtook it', async () => {
	const [slow, quick] = [callOf(setup.sandbox.addTask({})), callOf(setup.sandbox.addTask({}))];
	const saving = hold('beforeSave');
	const waiting = call(setup, slow);
	await saving.reached;
	await call(setup, quick);
	saving.release();
	await waiting;
	aDayLater();
	expect(await sendAtOnce([slow, quick])).toEqual([REPEATED, REPEATED]);
});

test('a call whose workflow fails to start may be repeated immediately', async () => {
	const body = callOf(setup.sandbox.addTask({}));
	setup.host.canStart = false;
	expect((await call(setup, body)).status).toBe(500);
	setup.host.canStart = true;
	expect((await call(setup, body)).body.started).toBe(true);
	expect(await call(setup, body)).toEqual(REPEATED);
	expect(started()).toBe(1);
});

describe('a call whose workflow fails to start while another call is being handled', () => {
	/**
	 * The data saved for the other call also contains the failing call's key. `order` says whether it is saved before
	 * or after the failure.
	 */
	async function failAmongOthers(order: 'received first' | 'received last') {
		const [failing, other] = [callOf(setup.sandbox.addTask({})), callOf(setup.sandbox.addTask({}))];
		const isFirst = order === 'received first';
		const { reached, release } = hold(isFirst ? 'beforeStart' : 'beforeSave');
		const slow = call(setup, isFirst ? failing : other);
		await reached;
		setup.host.canStart = isFirst;
		const quick = await call(setup, isFirst ? other : failing);
		setup.host.canStart = !isFirst;
		release();
		expect([(await slow).status, quick.status]).toEqual(isFirst ? [500, 200] : [200, 500]);
		setup.host.canStart = true;
		return { failing, other };
	}

	test.each(['received first', 'received last'] as const)(
		'the failed call may be repeated if it was %s',
		async (order) => {
			const { failing, other } = await failAmongOthers(order);
			expect(await call(setup, other)).toEqual(REPEATED);
			expect((await call(setup, failing)).body.started).toBe(true);
			expect(await call(setup, failing)).toEqual(REPEATED);
		},
	);
});

test('a new call neither changes nor reuses the data that n8n loaded for an earlier call', async () => {
	const [first, second] = [setup.sandbox.addTask({}), setup.sandbox.addTask({})];
	const loaded: unknown[] = [];
	setup.host.onLoaded = (staticData) => loaded.push(staticData);
	await call(setup, callOf(first));
	await new Promise((resolve) => setTimeout(resolve, 20));
	await call(setup, callOf(second));
	const [one, two] = [first, second].map(({ taskId }) => callKey(taskId, 'completed'));
	expect(JSON.stringify(loaded[0])).toContain(one);
	expect(JSON.stringify(loaded[0])).not.toContain(two);
	expect(JSON.stringify(loaded[1])).toContain(one);
});

test('a call that n8n could not store may be repeated ten minutes later', async () => {
	const body = callOf(setup.sandbox.addTask({}));
	await call(setup, body);
	setup.host.staticData = '{}';
	expect(await call(setup, body)).toEqual(REPEATED);
	const later = Date.now() + 601_000;
	jest.spyOn(Date, 'now').mockImplementation(() => later);
	expect((await call(setup, body)).body.started).toBe(true);
});

test.each([
	['a string instead of the list', '{"node:Fotor Trigger":{"recentCalls":"x"}}'],
	['null', '{"node:Fotor Trigger":null}'],
	['a string instead of an object', '{"node:Fotor Trigger":"x"}'],
	['junk in the list', '{"node:Fotor Trigger":{"recentCalls":[null,5,{"key":{}}]}}'],
])('accepts calls even if the static data contains %s', async (_name, staticData) => {
	setup.host.staticData = staticData;
	const body = callOf(setup.sandbox.addTask({}));
	expect((await call(setup, body)).body.started).toBe(true);
	expect(await call(setup, body)).toEqual(REPEATED);
});

test('every call starts the workflow if repeats are allowed', async () => {
	clean(setup, { options: { deduplicate: false } });
	const body = callOf(setup.sandbox.addTask({}));
	await sendAtOnce([body, body, body]);
	expect(started()).toBe(3);
	expect(setup.host.staticData).toBe('{}');
});

test('the test URL accepts the same call repeatedly', async () => {
	setup.host.mode = 'manual';
	const body = callOf(setup.sandbox.addTask({}));
	await call(setup, body);
	await call(setup, body);
	expect(started()).toBe(2);
});
