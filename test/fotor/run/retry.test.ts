import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { clock } from '../../../fotor/clock';
import type { Fault } from '../../../sandbox';
import {
	AI_REPLACE,
	startUpscaler,
	textOf,
	textsOf,
	UPSCALER,
	type UpscalerSetup,
} from '../../../harness/engine/upscaler';
import { retryData, type RunResult } from '../../../harness/engine/core';
import { closedAddress, startGate } from '../../support/gate';
import { speedUp, steppedTime } from '../../support/time';

const RETRY = { retryOnFail: true, maxTries: 3 };

let setup: UpscalerSetup;
beforeAll(async () => {
	setup = await startUpscaler();
});
afterAll(async () => {
	await setup.close();
});
beforeEach(() => {
	setup.sandbox.reset();
	setup.credential();
	speedUp(25);
});
afterEach(() => {
	jest.restoreAllMocks();
	setup.sandbox.options.taskDurationMs = 20;
});

/** Number of submissions that reached Fotor, accepted or not. */
const sent = () => setup.sandbox.requests.filter(({ method }) => method === 'POST').length;
const accepted = () => setup.sandbox.submissions.length;

describe('a submission that Fotor definitely did not accept', () => {
	it.each<[string, () => Fault]>([
		['HTTP 429 with Retry-After in seconds', () => ({ on: 'submit', retryAfter: 3 })],
		[
			'HTTP 429 with Retry-After as a date',
			() => ({ on: 'submit', retryAfter: new Date(clock.now() + 3_000).toUTCString() }),
		],
		['HTTP 429 without Retry-After', () => ({ on: 'submit', status: 429 })],
	])('is retried after %s', async (_name, fault) => {
		setup.sandbox.fail({ ...fault(), times: 2 });
		const { items } = await setup.upscale();
		expect(items[0]?.json).toMatchObject({ status: 'completed', tokensUsed: 1 });
		expect([sent(), accepted()]).toEqual([3, 1]);
	});

	it('waits at least as long as Retry-After says', async () => {
		jest.restoreAllMocks();
		const { waits } = steppedTime();
		setup.sandbox.fail({ on: 'submit', retryAfter: 7 });
		await setup.upscale();
		expect(Math.max(...waits)).toBeGreaterThan(6_900);
	});

	it("is abandoned if Retry-After exceeds the user's wait time", async () => {
		setup.sandbox.fail({ on: 'submit', retryAfter: 3600 });
		const result = await setup.upscale();
		expect(textOf(result)).toMatch(
			/asked n8n to wait 3600 s, which is longer than 'Maximum Wait Time' allows/,
		);
		expect(textOf(result)).toMatch(/Nothing was charged for this item/);
		expect([sent(), accepted()]).toEqual([1, 0]);
	});

	it('does not make the other items wait for a long Retry-After', async () => {
		setup.sandbox.fail({ on: 'submit', retryAfter: 3600 });
		const result = await setup.upscale({
			items: 8,
			options: { concurrency: 2 },
			node: { onError: 'continueRegularOutput' },
		});
		expect(textsOf(result)).toHaveLength(7);
		for (const text of textsOf(result)) expect(text).toMatch(/asked n8n to wait 3\d\d\d s/);
		expect(accepted()).toBe(1);
	});

	it("is abandoned if Fotor stays busy for the whole 'Maximum Wait Time'", async () => {
		setup.sandbox.fail({ on: 'submit', status: 429, times: Infinity });
		const result = await setup.upscale({ options: { maxWaitTime: 20 } });
		expect(textOf(result)).toMatch(/Fotor received too many requests.*Details: HTTP 429/);
		expect(textOf(result)).toMatch(/Nothing was charged/);
		expect(accepted()).toBe(0);
	});

	it('is retried after a refused connection until the service is back', async () => {
		const gate = await startGate(setup.sandbox.url);
		await gate.shut();
		jest.restoreAllMocks();
		const time = speedUp(25);
		time.onWait = () => {
			if (time.waits.length === 3) void gate.open();
		};
		setup.credential({ baseUrl: gate.url });
		const { items } = await setup.upscale();
		expect(items[0]?.json.status).toBe('completed');
		expect(time.waits.slice(0, 3)).toEqual([500, 1000, 2000]);
		expect(accepted()).toBe(1);
		await gate.shut();
	});

	it.each([
		['connection refused', closedAddress],
		['unknown host', async () => await Promise.resolve('https://fotor.invalid')],
	])(
		'is abandoned after five attempts, and the message says nothing was charged: %s',
		async (_name, address) => {
			jest.restoreAllMocks();
			const { waits } = speedUp(15);
			setup.credential({ baseUrl: await address() });
			const result = await setup.upscale();
			expect(textOf(result)).toMatch(
				/^Fotor can't be reached\. Nothing was sent, and nothing was charged/,
			);
			expect(waits).toEqual([500, 1000, 2000, 4000]);
		},
	);
});

/** Cases in which Fotor may have accepted the task. The third value is the number of tasks that Fotor did accept. */
const UNCERTAIN: Array<[string, Fault, number]> = [
	['no reply in time', { on: 'submit', delayMs: 3_000 }, 1],
	['a body that never ends', { on: 'submit', slowBodyMs: 3_000 }, 1],
	['a connection reset before the request was read', { on: 'submit', reset: 'before' }, 0],
	['a connection reset after the request was read', { on: 'submit', reset: 'after' }, 1],
	['HTTP 500', { on: 'submit', status: 500 }, 0],
	['HTTP 500 although the task was accepted', { on: 'submit', status: 500, accept: true }, 1],
	['HTTP 502 with a web page', { on: 'submit', status: 502, html: true }, 0],
	['HTTP 503 with Retry-After', { on: 'submit', status: 503, retryAfter: 1 }, 0],
	['a reply that is not JSON', { on: 'submit', invalidJson: true, accept: true }, 1],
	['a body that is cut off', { on: 'submit', truncate: true }, 1],
	['an empty body', { on: 'submit', empty: true, accept: true }, 1],
	['success without data', { on: 'submit', withoutData: true, accept: true }, 1],
	['HTTP 302', { on: 'submit', status: 302, accept: true }, 1],
	['HTTP 408', { on: 'submit', status: 408, accept: true }, 1],
	['HTTP 409', { on: 'submit', status: 409, accept: true }, 1],
	['code 999', { on: 'submit', code: '999', accept: true }, 1],
	['success without a task ID', { on: 'submit', noTaskId: true, accept: true }, 1],
];

describe.each(UNCERTAIN)('a submission that may have been accepted: %s', (_name, fault, paid) => {
	it('is sent only once, and the message says so', async () => {
		setup.sandbox.fail(fault);
		const result = await setup.upscale();
		expect(textOf(result)).toMatch(/may have been accepted and charged\. The task was sent once/);
		expect(textOf(result)).toMatch(/Check your token balance before you continue/);
		expect([sent(), accepted()]).toEqual([1, paid]);
	});

	it('is not sent again by Retry On Fail', async () => {
		setup.sandbox.fail(fault);
		const result = await setup.upscale({ node: RETRY });
		expect(result.run.status).toBe('error');
		expect(textOf(result)).toMatch(/earlier attempt sent this task.*may have been accepted/);
		expect([sent(), accepted()]).toEqual([1, paid]);
	});

	it('is not sent again by a Retry of the execution, only by a new execution', async () => {
		setup.sandbox.fail(fault);
		const failed = await setup.upscale();
		const retried = await setup.upscale({ resume: retryData(failed), executionId: '2' });
		expect(textOf(retried)).toMatch(/a retry does not send it again/);
		expect([sent(), accepted()]).toEqual([1, paid]);
		const { items } = await setup.upscale({ executionId: '3' });
		expect(items[0]?.json.status).toBe('completed');
		expect([sent(), accepted()]).toEqual([2, paid + 1]);
	});
});

describe('a submission that Fotor clearly rejects', () => {
	it.each<[string, Fault, RegExp]>([
		['HTTP 400', { on: 'submit', status: 400, msg: 'userImageUrl is required' }, /is required/],
		['HTTP 401', { on: 'submit', status: 401 }, /Fotor does not accept the API key/],
		['HTTP 402', { on: 'submit', status: 402 }, /too few tokens/],
		['the firewall', { on: 'submit', cloudflare: true }, /Fotor's firewall/],
		['HTTP 404', { on: 'submit', status: 404 }, /Fotor has no tool at \/v1\/aiart\/imgupscale/],
		['code 510', { on: 'submit', code: '510', msg: 'No enough credits' }, /too few tokens/],
	])('is sent once and costs nothing: %s', async (_name, fault, text) => {
		setup.sandbox.fail(fault);
		const result = await setup.upscale();
		expect(textOf(result)).toMatch(text);
		expect(textOf(result)).toMatch(/Nothing was charged for this item/);
		expect([sent(), accepted()]).toEqual([1, 0]);
	});

	it('is sent again by Retry On Fail, since nothing was accepted', async () => {
		setup.sandbox.fail({ on: 'submit', status: 400, times: 2 });
		const { items } = await setup.upscale({ node: RETRY });
		expect(items[0]?.json.status).toBe('completed');
		expect([sent(), accepted()]).toEqual([3, 1]);
	});

	it.each([
		['as is', (key: string) => key],
		['with JSON escapes', (key: string) => key.replace('s', '\\u0073').replace('-', '\\u002d')],
		['URL-encoded', (key: string) => key.replaceAll('-', '%2D')],
	])(
		'leads to a message without the key, even if the reply echoes the key %s',
		async (_, write) => {
			const { apiKey } = setup.sandbox;
			const body = `{"code":"401","msg":"The key ${write(apiKey)} is not known"}`;
			setup.sandbox.fail({ on: 'submit', status: 401, body });
			const result = await setup.upscale();
			expect(textOf(result)).toMatch(/The key … is not known/);
			expect(JSON.stringify(result.data)).not.toContain(apiKey);
		},
	);
});

it.each([200, 302, 400, 409, 429, 500])(
	'a reply with HTTP %i and a task ID means that the task was accepted',
	async (status) => {
		const { taskId } = setup.sandbox.addTask({ status: 1, resultUrl: setup.pictureUrl(0) });
		const body = { code: status === 200 ? '1' : String(status), msg: 'x', data: { taskId } };
		setup.sandbox.fail({ on: 'submit', status, body });
		const { items } = await setup.upscale();
		expect(items[0]?.json).toMatchObject({ status: 'completed', taskId });
		expect(sent()).toBe(1);
	},
);

it('the message names every item in doubt, and a Retry sends only the unpaid items', async () => {
	setup.sandbox.fail({ on: 'submit', status: 502, accept: true, times: 3 });
	const options = { concurrency: 3 };
	const failed = await setup.upscale({ items: 5, options });
	for (const item of [0, 1, 2]) expect(textOf(failed)).toContain(`[item ${item}]`);
	expect(accepted()).toBe(3);
	const retried = await setup.upscale({ resume: retryData(failed), executionId: '2' });
	expect(accepted()).toBe(5);
	expect(textOf(retried)).toMatch(/a retry does not send it again/);
	for (const { taskId } of setup.sandbox.submissions.slice(3)) {
		expect(textOf(retried)).toContain(taskId);
	}
	const through = await setup.upscale({
		resume: retryData(retried),
		executionId: '3',
		items: 5,
	});
	expect(accepted()).toBe(5);
	expect(textOf(through)).toMatch(/item 1.*item 2/);
});

it('an unreadable reply after the task was accepted does not hide the task ID', async () => {
	const data = { status: 1, result: [{ url: 'http://x/y.png', success: { toString: 1 } }] };
	setup.sandbox.fail({ on: 'poll', body: { code: '000', data } });
	const result = await setup.upscale({ node: { onError: 'continueRegularOutput' } });
	expect(textOf(result)).toContain(setup.sandbox.submissions[0]?.taskId);
	expect(textOf(result)).toMatch(/Task → Wait/);
});

it('a rejected item does not hide another item that is in doubt', async () => {
	setup.sandbox.fail({ on: 'submit', status: 502, accept: true, delayMs: 200 });
	setup.sandbox.fail({ on: 'submit', status: 400, msg: 'no' });
	const result = await setup.upscale({ items: 2 });
	expect(textOf(result)).toMatch(/did not accept the request \[item 1\]/);
	expect(textOf(result)).toMatch(/possibly charged: \[item 0\]\. A retry does not send it again/);
});

describe('paid tasks are awaited, not paid for again', () => {
	/** Rejects the first `times` status checks, so the node stops even though the task is paid for. */
	const loseTrack = (times = 1) => setup.sandbox.fail({ on: 'poll', status: 403, times });

	it('Retry On Fail waits for the paid task', async () => {
		loseTrack(2);
		const { items } = await setup.upscale({ node: RETRY });
		expect(items[0]?.json.taskId).toBe(setup.sandbox.submissions[0]?.taskId);
		expect([sent(), accepted()]).toEqual([1, 1]);
	});

	it('a retry of the failed execution waits for the paid tasks', async () => {
		loseTrack();
		const failed = await setup.upscale({ items: 3 });
		expect(failed.run.status).toBe('error');
		const { items } = await setup.upscale({ resume: retryData(failed), executionId: '2' });
		expect(items.map(({ json }) => json.taskId).sort()).toEqual(
			setup.sandbox.submissions.map(({ taskId }) => taskId).sort(),
		);
		expect(accepted()).toBe(3);
	});

	it('when n8n reruns the node because the first item has text in `error`, the node waits for the paid tasks', async () => {
		loseTrack();
		const { items } = await setup.upscale({
			items: 4,
			options: { concurrency: 1 },
			node: { ...RETRY, onError: 'continueRegularOutput' },
		});
		expect(items.map(({ json }) => json.status)).toEqual(Array(4).fill('completed'));
		expect([sent(), accepted()]).toEqual([4, 4]);
	});

	it('a retry also waits for the tasks of items after the one that stopped the node', async () => {
		// The third poll is the first poll of the third item's task.
		setup.sandbox.fail({ on: 'poll', after: 2, status: 403 });
		setup.sandbox.options.taskDurationMs = 1;
		const failed = await setup.upscale({ items: 5, options: { concurrency: 5 } });
		expect(failed.run.status).toBe('error');
		expect(accepted()).toBe(5);
		const { items } = await setup.upscale({ resume: retryData(failed), executionId: '2' });
		expect(items).toHaveLength(5);
		expect(accepted()).toBe(5);
	});

	it('the message of the last attempt names the tasks of all attempts', async () => {
		loseTrack(Infinity);
		const first = await setup.upscale({ items: 3 });
		const second = await setup.upscale({ resume: retryData(first), executionId: '2' });
		for (const { taskId } of setup.sandbox.submissions) {
			expect(textOf(second)).toContain(taskId);
		}
		expect(setup.sandbox.submissions).toHaveLength(3);
	});

	it('an image from a file is recognized even though each upload has a new URL', async () => {
		loseTrack(2);
		const { items } = await setup.upscale({ asFile: true, node: RETRY });
		expect(items[0]?.json.status).toBe('completed');
		expect(accepted()).toBe(1);
		expect(setup.sandbox.uploads.size).toBe(1);
	});

	it('a task that timed out is awaited again', async () => {
		setup.sandbox.options.taskDurationMs = 400;
		const { items } = await setup.upscale({
			options: { maxWaitTime: 10 },
			node: RETRY,
		});
		expect(items[0]?.json.status).toBe('completed');
		expect(accepted()).toBe(1);
	});
});

describe('which requests count as the same task', () => {
	/** Runs one item per entry of `values`, which expressions can read. `fields` are form fields. */
	const replace = async (
		values: INodeExecutionData[],
		{ fields = {}, resume }: { fields?: INodeParameters; resume?: RunResult } = {},
	) => {
		const retry = resume && { resume: withInput(resume, values, fields), executionId: '2' };
		return await setup.engine.run(
			AI_REPLACE,
			{
				imageSource: values[0]?.binary ? 'binary' : 'url',
				imageUrl: setup.pictureUrl(0),
				maskSource: 'url',
				maskUrl: setup.pictureUrl(1),
				prompt: '={{ $json.prompt }}',
				...fields,
			},
			{ input: values, ...retry },
		);
	};
	const prompts = (...texts: string[]) => texts.map((prompt) => ({ json: { prompt } }));
	const sentPrompts = () => setup.sandbox.submissions.map(({ body }) => body.content);

	/** A retry whose expressions see different values, such as a later time of day. */
	function withInput(failed: RunResult, values: INodeExecutionData[], fields: INodeParameters) {
		const data = retryData(failed);
		const entry = data.executionData?.nodeExecutionStack[0];
		if (!entry) throw new Error('nothing to retry');
		entry.data.main = [values];
		// Does what n8n's "Retry with currently saved workflow" does.
		entry.node = { ...entry.node, parameters: { ...entry.node.parameters, ...fields } };
		return data;
	}

	it('a request counts as the same task if an expression returns a different value', async () => {
		setup.sandbox.fail({ on: 'poll', status: 403 });
		const failed = await replace(prompts('a boat at 10:00', 'a boat'));
		const { items } = await replace(prompts('a boat at 10:01', 'a boat'), { resume: failed });
		expect(items).toHaveLength(2);
		expect(sentPrompts()).toEqual(['a boat at 10:00', 'a boat']);
	});

	it('a request counts as the same task if only fields outside the request changed', async () => {
		setup.sandbox.fail({ on: 'poll', status: 403 });
		const failed = await replace(prompts('a boat'));
		const fields = { options: { maxWaitTime: 99 } };
		await replace(prompts('a boat'), { resume: failed, fields });
		expect(accepted()).toBe(1);
	});

	it('a request counts as a different task if the user changed a field, and a hint names the earlier task', async () => {
		setup.sandbox.fail({ on: 'poll', status: 403 });
		const failed = await replace(prompts('a boat'));
		const fields = { prompt: 'a ship' };
		const { items, hints } = await replace(prompts('a boat'), { resume: failed, fields });
		expect(items[0]?.json.status).toBe('completed');
		expect(sentPrompts()).toEqual(['a boat', 'a ship']);
		expect(hints.join()).toContain(setup.sandbox.submissions[0]?.taskId);
	});

	it('a request counts as the same task if the retry receives the same file', async () => {
		const file = await setup.engine.file(setup.picture, 'photo.png', 'image/png');
		setup.sandbox.fail({ on: 'poll', status: 403 });
		const value = { json: { prompt: 'a boat' }, binary: file };
		const failed = await replace([value]);
		await replace([value], { resume: failed });
		expect(accepted()).toBe(1);
	});

	it.each([
		['failed', 2],
		['timed out', 3],
		['cancelled', 4],
	])('a task that ended as %s is not awaited again', async (_name, taskStatus) => {
		setup.sandbox.fail({ on: 'poll', taskStatus });
		const { items } = await setup.upscale({ node: RETRY });
		expect(items[0]?.json.status).toBe('completed');
		expect(accepted()).toBe(2);
	});

	it('each of several identical items in one run is paid for', async () => {
		const same = { json: { url: setup.pictureUrl(0) } };
		const { items } = await setup.upscale({ items: [same, same, same] });
		expect(new Set(items.map(({ json }) => json.taskId)).size).toBe(3);
	});

	it('each run of the node in one execution is paid for', async () => {
		const node = { type: UPSCALER, typeVersion: 1, position: [0, 0] as [number, number] };
		const parameters = { scale: 2, imageSource: 'url', imageUrl: setup.pictureUrl(0) };
		const credentials = { fotorApi: { id: '1', name: 'fotorApi' } };
		// Two branches of equal length end in the same node, which therefore runs twice.
		const pass = { type: 'test.passThrough', typeVersion: 1, parameters: {} };
		const to = (name: string) => ({ node: name, type: 'main' as const, index: 0 });
		const result = await setup.engine.runWorkflow(
			{
				nodes: [
					{
						id: '1',
						name: 'Start',
						type: 'n8n-nodes-base.manualTrigger',
						typeVersion: 1,
						position: [0, 0],
						parameters: {},
					},
					{ id: '2', name: 'A', position: [0, 0], ...pass },
					{ id: '3', name: 'B', position: [0, 0], ...pass },
					{ id: '4', name: 'Upscale', ...node, parameters, credentials },
				],
				connections: {
					Start: { main: [[to('A'), to('B')]] },
					A: { main: [[to('Upscale')]] },
					B: { main: [[to('Upscale')]] },
				},
			},
			'Upscale',
		);
		expect(result.data.resultData.runData.Upscale).toHaveLength(2);
		expect(accepted()).toBe(2);
	});
});

describe('the message for a single item says how to retry', () => {
	it('if the status of its paid task could not be read', async () => {
		setup.sandbox.fail({ on: 'poll', status: 403 });
		const result = await setup.upscale();
		expect(result.error?.description).toMatch(/without paying again/);
	});

	it('unless Fotor ended the task, since a retry would submit a new one', async () => {
		setup.sandbox.fail({ on: 'poll', taskStatus: 2 });
		const result = await setup.upscale();
		expect(result.error?.message).toMatch(/ended task/);
		expect(result.error?.description).not.toMatch(/without paying again/);
	});
});
