import type { Fault } from '../../../sandbox';
import { closedAddress } from '../../support/gate';
import { FotorApi } from '../../../credentials/FotorApi.credentials';
import { call, callOf, clean, skipWaits, startTrigger, type TriggerSetup } from './support';

let setup: TriggerSetup;
beforeAll(async () => {
	setup = await startTrigger();
});
afterAll(async () => await setup.close());
beforeEach(() => clean(setup));
afterEach(() => {
	jest.restoreAllMocks();
	expect(setup.host.thrown).toEqual([]);
	useKey();
});

function useKey(change: Record<string, string> = {}) {
	const { engine, sandbox } = setup;
	const credential = { apiKey: sandbox.apiKey, baseUrl: sandbox.url, ...change };
	engine.addCredential(new FotorApi(), credential);
}

const items = () => setup.host.executions.map((execution) => execution.map(({ json }) => json));
const requestsTo = (part: string) =>
	setup.sandbox.requests.filter(({ path }) => path.includes(part)).length;
const statusChecks = () => requestsTo('/tasks/');
const always = (fault: Partial<Fault>) => {
	for (const on of ['poll', 'credits'] as const) {
		setup.sandbox.fail({ on, times: Infinity, ...fault });
	}
};

const RATE_LIMITS: Array<[string, Partial<Fault>, number]> = [
	['too many requests', { status: 429 }, 4],
	['a rate limit reported in the body', { code: '888', msg: 'Rate limit' }, 4],
];
/** If only status checks get these replies, the task ID is malformed or belongs to another account. */
const REFUSALS: Array<[string, Partial<Fault>, number]> = [
	['status 500', { status: 500 }, 4],
	['an HTML page with status 500', { status: 500, html: true }, 4],
	['a rejected key', { status: 401 }, 1],
	['a rejected account', { status: 403 }, 1],
	['a firewall', { cloudflare: true }, 1],
];
const FAULTS: Array<[string, Partial<Fault>, number]> = [
	['status 502', { status: 502, html: true }, 4],
	['status 503', { status: 503 }, 4],
	['status 504', { status: 504, html: true }, 4],
	['a web page', { html: true }, 4],
	['a broken connection', { reset: 'before' }, 4],
	['a truncated reply', { invalidJson: true }, 4],
	['a redirect', { status: 302 }, 4],
	['JSON that is not from Fotor', { body: { message: 'maintenance' } }, 4],
	['a proxy that requires a password', { status: 407, html: true }, 4],
	['an account without tokens', { code: '510' }, 1],
];
const AWAY = [...RATE_LIMITS, ...REFUSALS, ...FAULTS];

describe('when Fotor gives no usable reply', () => {
	beforeEach(() => clean(setup, { onVerificationUnavailable: 'emit' }));

	test.each(AWAY)(
		'the call starts the workflow and is marked as not verified (%s)',
		async (_name, fault, count) => {
			skipWaits();
			always(fault);
			const task = setup.sandbox.addTask({ type: 'imgupscale' });
			const reply = await call(setup, callOf(task));
			expect(reply).toEqual({ status: 200, body: { received: true, started: true } });
			expect(items()).toEqual([
				[
					{
						taskId: task.taskId,
						status: 'completed',
						type: 'imgupscale',
						resultUrl: task.resultUrl,
						resultUrls: [task.resultUrl],
						tokensUsed: null,
						createdAt: null,
						updatedAt: null,
						sensitiveContent: false,
						verified: false,
						receivedAt: expect.any(String) as string,
						notice: expect.stringMatching(/^Not verified: /) as string,
					},
				],
			]);
			expect(statusChecks()).toBe(count);
		},
	);

	test.each(AWAY)('the call is rejected if the setting is "reject" (%s)', async (_name, fault) => {
		clean(setup, { onVerificationUnavailable: 'reject' });
		skipWaits();
		always(fault);
		const reply = await call(setup, callOf(setup.sandbox.addTask({})));
		expect(reply).toMatchObject({ status: 503, body: { received: false, started: false } });
		expect(items()).toEqual([]);
		// The call is not remembered, so it can be sent again.
		setup.sandbox.clearFaults();
		expect(setup.host.staticData).toBe('{}');
	});

	// n8n saves no value for a field left at its default.
	test.each([1, 2])('the call is rejected by default (node version %i)', async (typeVersion) => {
		clean(setup);
		setup.host.typeVersion = typeVersion;
		always({ status: 401 });
		const reply = await call(setup, callOf(setup.sandbox.addTask({})));
		expect(reply).toMatchObject({ status: 503, body: { received: false, started: false } });
		expect(items()).toEqual([]);
	});

	test.each([['={{ undefined }}'], ['={{ "nonsense" }}'], ['']])(
		'the call is rejected if the setting is %j',
		async (onVerificationUnavailable) => {
			clean(setup, { onVerificationUnavailable });
			always({ status: 401 });
			const reply = await call(setup, callOf(setup.sandbox.addTask({})));
			expect(reply.status).toBe(503);
		},
	);

	test('verification takes at most 10 s', async () => {
		const time = skipWaits();
		always({ status: 500 });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(time.waits).toEqual([500, 1_500, 3_000]);
	});

	test('verification waits for Retry-After only if it fits within the time limit', async () => {
		const time = skipWaits();
		setup.sandbox.fail({ on: 'poll', retryAfter: 2 });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(time.waits).toEqual([2_000]);
		expect(items()).toMatchObject([[{ verified: true }]]);
		setup.sandbox.fail({ on: 'poll', retryAfter: 20 });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(time.waits).toEqual([2_000]);
		expect(items()[1]).toMatchObject([{ verified: false }]);
	});

	test('verification survives a short outage', async () => {
		const time = skipWaits();
		setup.sandbox.fail({ on: 'poll', status: 500, times: 3 });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(items()).toMatchObject([[{ verified: true }]]);
		expect(time.waits).toEqual([500, 1_500, 3_000]);
	});

	test('verification survives a 404 from a proxy in front of Fotor', async () => {
		const time = skipWaits();
		setup.sandbox.fail({ on: 'poll', status: 404, html: true, times: 2 });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(items()).toMatchObject([[{ verified: true }]]);
		expect(time.waits).toEqual([500, 1_500]);
	});

	test.each([
		['for a task that existed a moment ago', { taskStatus: 0 }],
		['following an outage', { status: 503 }],
	])('verification checks again after "no such task" %s', async (_name, before) => {
		const time = skipWaits();
		setup.sandbox.fail({ on: 'poll', times: 2, ...before });
		setup.sandbox.fail({ on: 'poll', code: '999' });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(items()).toMatchObject([[{ verified: true }]]);
		expect(time.waits).toEqual([500, 1_500, 3_000]);
	});

	test('the call is not verified if nothing is listening at the base URL', async () => {
		skipWaits();
		useKey({ baseUrl: await closedAddress() });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(items()).toMatchObject([[{ verified: false }]]);
	});

	test.each([
		['the key is wrong', () => useKey({ apiKey: 'wrong' })],
		['the base URL is invalid', () => useKey({ baseUrl: 'nonsense' })],
		['the credential is missing', () => void (setup.host.withCredential = false)],
	])('if %s, the notice does not contain the key and nothing is thrown', async (_name, spoil) => {
		spoil();
		const reply = await call(setup, callOf(setup.sandbox.addTask({})));
		expect(reply.status).toBe(200);
		expect(items()).toMatchObject([[{ verified: false }]]);
		expect(JSON.stringify(items())).not.toContain(setup.sandbox.apiKey);
	});

	test('the file is not fetched, even if downloads are on', async () => {
		clean(setup, { onVerificationUnavailable: 'emit', options: { downloadResult: true } });
		skipWaits();
		always({ status: 500 });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(setup.host.executions[0]?.[0]?.binary).toBeUndefined();
		expect(requestsTo('/files/')).toBe(0);
	});

	test('a call without a type does not pass a type filter', async () => {
		clean(setup, { onVerificationUnavailable: 'emit', options: { taskTypes: 'imgupscale' } });
		always({ status: 401 });
		const reply = await call(setup, { ...callOf(setup.sandbox.addTask({})), type: undefined });
		expect(reply).toMatchObject({ status: 200, body: { started: false } });
	});

	test('an unverified call does not block a later verified one', async () => {
		for (const on of ['poll', 'credits'] as const)
			setup.sandbox.fail({ on, status: 401, times: 2 });
		const body = callOf(setup.sandbox.addTask({}));
		const started: unknown[] = [];
		for (let time = 0; time < 4; time++) started.push((await call(setup, body)).body.started);
		expect(started).toEqual([true, false, true, false]);
		expect(items()).toMatchObject([[{ verified: false }], [{ verified: true }]]);
	});
});

describe.each(['emit', 'reject'])('when only the status check fails (setting: %s)', (setting) => {
	beforeEach(() => clean(setup, { onVerificationUnavailable: setting }));

	const onlyPolls = (fault: Partial<Fault>, times = Infinity) =>
		setup.sandbox.fail({ on: 'poll', times, ...fault });

	test.each([
		...REFUSALS.map(([name, fault, count]) => [name, fault, count, 403] as const),
		...FAULTS.map(([name, fault, count]) => [name, fault, count, 503] as const),
	])('nothing starts, but the call can be repeated (%s)', async (_name, fault, count, status) => {
		skipWaits();
		onlyPolls(fault);
		const task = setup.sandbox.addTask({});
		const reply = await call(setup, callOf(task));
		expect(reply).toMatchObject({ status, body: { received: false, started: false } });
		expect(items()).toEqual([]);
		expect(setup.host.staticData).toBe('{}');
		expect([statusChecks(), requestsTo('/credits')]).toEqual([count, 1]);
		expect(setup.host.logs).toEqual([expect.stringContaining(task.taskId) as string]);
		setup.sandbox.clearFaults();
		expect((await call(setup, callOf(task))).body.started).toBe(true);
		expect(items()).toMatchObject([[{ verified: true }]]);
	});

	test.each([['x'], ['0'], ['A-_'.repeat(20)]])(
		'a call with the made-up task ID %s starts nothing if Fotor replies to that ID with a 500',
		async (taskId) => {
			skipWaits();
			onlyPolls({ path: `/v1/aiart/tasks/${taskId}`, status: 500 });
			const reply = await call(setup, { taskId, status: 2 });
			expect(reply.status).toBe(403);
			expect(items()).toEqual([]);
		},
	);

	test('a call about a task that existed a moment ago is not treated as forged', async () => {
		skipWaits();
		onlyPolls({ taskStatus: 0 }, 1);
		onlyPolls({ status: 403 });
		const reply = await call(setup, callOf(setup.sandbox.addTask({})));
		expect(reply.status).toBe(503);
		expect(items()).toEqual([]);
	});

	test.each(RATE_LIMITS)(
		'a rate limit does not trigger a balance request (%s)',
		async (_name, fault) => {
			skipWaits();
			onlyPolls(fault);
			const reply = await call(setup, callOf(setup.sandbox.addTask({})));
			expect(reply.status).toBe(setting === 'emit' ? 200 : 503);
			expect(requestsTo('/credits')).toBe(0);
		},
	);
});
