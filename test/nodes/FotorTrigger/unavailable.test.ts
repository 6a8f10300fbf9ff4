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
	['a rate limit that the body tells', { code: '888', msg: 'Rate limit' }, 4],
];
/** Said of an ID, these say that it is odd or somebody else's. */
const REFUSALS: Array<[string, Partial<Fault>, number]> = [
	['status 500', { status: 500 }, 4],
	['a page for status 500', { status: 500, html: true }, 4],
	['a refused key', { status: 401 }, 1],
	['a refused account', { status: 403 }, 1],
	['a firewall', { cloudflare: true }, 1],
];
const FAULTS: Array<[string, Partial<Fault>, number]> = [
	['status 502', { status: 502, html: true }, 4],
	['status 503', { status: 503 }, 4],
	['status 504', { status: 504, html: true }, 4],
	['a web page', { html: true }, 4],
	['a connection that breaks', { reset: 'before' }, 4],
	['half a reply', { invalidJson: true }, 4],
	['a redirect', { status: 302 }, 4],
	['JSON that is not Fotor’s', { body: { message: 'maintenance' } }, 4],
	['a proxy that wants a password', { status: 407, html: true }, 4],
	['an empty account', { code: '510' }, 1],
];
const AWAY = [...RATE_LIMITS, ...REFUSALS, ...FAULTS];

describe('when Fotor can not be asked', () => {
	beforeEach(() => clean(setup, { onVerificationUnavailable: 'emit' }));

	test.each(AWAY)('(%s) the call goes on, marked as not verified', async (_name, fault, count) => {
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
	});

	test.each(AWAY)('(%s) the call is refused where that is set', async (_name, fault) => {
		clean(setup, { onVerificationUnavailable: 'reject' });
		skipWaits();
		always(fault);
		const reply = await call(setup, callOf(setup.sandbox.addTask({})));
		expect(reply).toMatchObject({ status: 503, body: { received: false, started: false } });
		expect(items()).toEqual([]);
		// Not remembered, so that it may come again.
		setup.sandbox.clearFaults();
		expect(setup.host.staticData).toBe('{}');
	});

	// n8n saves no value for a field that was left at its default.
	test.each([1, 2])(
		'the call is refused where nothing is set (node version %i)',
		async (typeVersion) => {
			clean(setup);
			setup.host.typeVersion = typeVersion;
			always({ status: 401 });
			const reply = await call(setup, callOf(setup.sandbox.addTask({})));
			expect(reply).toMatchObject({ status: 503, body: { received: false, started: false } });
			expect(items()).toEqual([]);
		},
	);

	test.each([['={{ undefined }}'], ['={{ "nonsense" }}'], ['']])(
		'the call is refused where the setting has the value %j',
		async (onVerificationUnavailable) => {
			clean(setup, { onVerificationUnavailable });
			always({ status: 401 });
			const reply = await call(setup, callOf(setup.sandbox.addTask({})));
			expect(reply.status).toBe(503);
		},
	);

	test('no longer than 10 s are spent on it', async () => {
		const time = skipWaits();
		always({ status: 500 });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(time.waits).toEqual([500, 1_500, 3_000]);
	});

	test('a Retry-After is waited for when it fits in, and not when it does not', async () => {
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

	test('a short absence is outlived', async () => {
		const time = skipWaits();
		setup.sandbox.fail({ on: 'poll', status: 500, times: 3 });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(items()).toMatchObject([[{ verified: true }]]);
		expect(time.waits).toEqual([500, 1_500, 3_000]);
	});

	test('a 404 of something before Fotor is outlived', async () => {
		const time = skipWaits();
		setup.sandbox.fail({ on: 'poll', status: 404, html: true, times: 2 });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(items()).toMatchObject([[{ verified: true }]]);
		expect(time.waits).toEqual([500, 1_500]);
	});

	test.each([
		['of a task that was there a moment ago', { taskStatus: 0 }],
		['after an absence', { status: 503 }],
	])('"no such task" %s is looked at once more', async (_name, before) => {
		const time = skipWaits();
		setup.sandbox.fail({ on: 'poll', times: 2, ...before });
		setup.sandbox.fail({ on: 'poll', code: '999' });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(items()).toMatchObject([[{ verified: true }]]);
		expect(time.waits).toEqual([500, 1_500, 3_000]);
	});

	test('nobody listens', async () => {
		skipWaits();
		useKey({ baseUrl: await closedAddress() });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(items()).toMatchObject([[{ verified: false }]]);
	});

	test.each([
		['the key is wrong', () => useKey({ apiKey: 'wrong' })],
		['the base URL is none', () => useKey({ baseUrl: 'nonsense' })],
		['the credential is missing', () => void (setup.host.withCredential = false)],
	])('because %s, the key is not in the notice and nothing is thrown', async (_name, spoil) => {
		spoil();
		const reply = await call(setup, callOf(setup.sandbox.addTask({})));
		expect(reply.status).toBe(200);
		expect(items()).toMatchObject([[{ verified: false }]]);
		expect(JSON.stringify(items())).not.toContain(setup.sandbox.apiKey);
	});

	test('the file is not fetched, even where files are wanted', async () => {
		clean(setup, { onVerificationUnavailable: 'emit', options: { downloadResult: true } });
		skipWaits();
		always({ status: 500 });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(setup.host.executions[0]?.[0]?.binary).toBeUndefined();
		expect(requestsTo('/files/')).toBe(0);
	});

	test('a call without a type does not pass a filter of types', async () => {
		clean(setup, { onVerificationUnavailable: 'emit', options: { taskTypes: 'imgupscale' } });
		always({ status: 401 });
		const reply = await call(setup, { ...callOf(setup.sandbox.addTask({})), type: undefined });
		expect(reply).toMatchObject({ status: 200, body: { started: false } });
	});

	test('what was let through unverified does not keep the verified call out', async () => {
		for (const on of ['poll', 'credits'] as const)
			setup.sandbox.fail({ on, status: 401, times: 2 });
		const body = callOf(setup.sandbox.addTask({}));
		const started: unknown[] = [];
		for (let time = 0; time < 4; time++) started.push((await call(setup, body)).body.started);
		expect(started).toEqual([true, false, true, false]);
		expect(items()).toMatchObject([[{ verified: false }], [{ verified: true }]]);
	});
});

describe.each(['emit', 'reject'])('when only the status check fails, with %s,', (setting) => {
	beforeEach(() => clean(setup, { onVerificationUnavailable: setting }));

	const onlyPolls = (fault: Partial<Fault>, times = Infinity) =>
		setup.sandbox.fail({ on: 'poll', times, ...fault });

	test.each([
		...REFUSALS.map(([name, fault, count]) => [name, fault, count, 403] as const),
		...FAULTS.map(([name, fault, count]) => [name, fault, count, 503] as const),
	])('(%s) nothing starts, and the call may come again', async (_name, fault, count, status) => {
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
		'the odd ID %s, which Fotor answers with 500, starts nothing',
		async (taskId) => {
			skipWaits();
			onlyPolls({ path: `/v1/aiart/tasks/${taskId}`, status: 500 });
			const reply = await call(setup, { taskId, status: 2 });
			expect(reply.status).toBe(403);
			expect(items()).toEqual([]);
		},
	);

	test('a task that was there a moment ago is not forged', async () => {
		skipWaits();
		onlyPolls({ taskStatus: 0 }, 1);
		onlyPolls({ status: 403 });
		const reply = await call(setup, callOf(setup.sandbox.addTask({})));
		expect(reply.status).toBe(503);
		expect(items()).toEqual([]);
	});

	test.each(RATE_LIMITS)('(%s) the balance is not asked for as well', async (_name, fault) => {
		skipWaits();
		onlyPolls(fault);
		const reply = await call(setup, callOf(setup.sandbox.addTask({})));
		expect(reply.status).toBe(setting === 'emit' ? 200 : 503);
		expect(requestsTo('/credits')).toBe(0);
	});
});
