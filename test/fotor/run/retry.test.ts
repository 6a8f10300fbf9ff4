import type { INodeExecutionData } from 'n8n-workflow';

import { clock } from '../../../fotor/clock';
import type { Fault } from '../../../sandbox';
import {
	AI_REPLACE,
	startBench,
	textOf,
	textsOf,
	UPSCALER,
	type Bench,
} from '../../../harness/engine/upscaler';
import { retryData, type RunResult } from '../../../harness/engine/core';
import { closedAddress, startGate } from '../../support/gate';
import { speedUp } from '../../support/time';

const RETRY = { retryOnFail: true, maxTries: 3 };

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => {
	await bench.close();
});
beforeEach(() => {
	bench.sandbox.reset();
	bench.credential();
	speedUp(25);
});
afterEach(() => {
	jest.restoreAllMocks();
	bench.sandbox.options.taskDurationMs = 20;
});

/** Submissions that reached Fotor, accepted or not. */
const sent = () => bench.sandbox.requests.filter(({ method }) => method === 'POST').length;
const accepted = () => bench.sandbox.submissions.length;

describe('a submission that surely was not taken is repeated', () => {
	it.each<[string, () => Fault]>([
		['HTTP 429 with Retry-After in seconds', () => ({ on: 'submit', retryAfter: 3 })],
		[
			'HTTP 429 with Retry-After as a date',
			() => ({ on: 'submit', retryAfter: new Date(clock.now() + 3_000).toUTCString() }),
		],
		['HTTP 429 without Retry-After', () => ({ on: 'submit', status: 429 })],
	])('%s', async (_name, fault) => {
		bench.sandbox.fail({ ...fault(), times: 2 });
		const { items } = await bench.upscale();
		expect(items[0]?.json).toMatchObject({ status: 'completed', tokensUsed: 1 });
		expect([sent(), accepted()]).toEqual([3, 1]);
	});

	it('waits at least as long as Retry-After says', async () => {
		jest.restoreAllMocks();
		const { waits } = speedUp(25);
		bench.sandbox.fail({ on: 'submit', retryAfter: 7 });
		await bench.upscale();
		expect(Math.max(...waits)).toBeGreaterThan(6_900);
	});

	it('gives up when Fotor asks for more time than the user has', async () => {
		bench.sandbox.fail({ on: 'submit', retryAfter: 3600 });
		const result = await bench.upscale();
		expect(textOf(result)).toMatch(/asks to wait 3600 s, longer than 'Maximum Wait Time' allows/);
		expect(textOf(result)).toMatch(/Nothing was paid for this item/);
		expect([sent(), accepted()]).toEqual([1, 0]);
	});

	it('does not let the other items wait for that long either', async () => {
		bench.sandbox.fail({ on: 'submit', retryAfter: 3600 });
		const result = await bench.upscale({
			items: 8,
			options: { concurrency: 2 },
			node: { onError: 'continueRegularOutput' },
		});
		expect(textsOf(result)).toHaveLength(7);
		for (const text of textsOf(result)) expect(text).toMatch(/asks to wait 3\d\d\d s/);
		expect(accepted()).toBe(1);
	});

	it('gives up when Fotor stays busy for the whole Maximum Wait Time', async () => {
		bench.sandbox.fail({ on: 'submit', status: 429, times: Infinity });
		const result = await bench.upscale({ options: { maxWaitTime: 20 } });
		expect(textOf(result)).toMatch(/Fotor received too many requests \(HTTP 429/);
		expect(textOf(result)).toMatch(/Nothing was paid/);
		expect(accepted()).toBe(0);
	});

	it('connection refused: goes on as soon as the service is back', async () => {
		const gate = await startGate(bench.sandbox.url);
		await gate.shut();
		jest.restoreAllMocks();
		const time = speedUp(25);
		time.onWait = () => {
			if (time.waits.length === 3) void gate.open();
		};
		bench.credential({ baseUrl: gate.url });
		const { items } = await bench.upscale();
		expect(items[0]?.json.status).toBe('completed');
		expect(time.waits.slice(0, 3)).toEqual([500, 1000, 2000]);
		expect(accepted()).toBe(1);
		await gate.shut();
	});

	it.each([
		['connection refused', closedAddress],
		['unknown host', async () => await Promise.resolve('https://fotor.invalid')],
	])('%s: after five attempts it says that nothing was paid', async (_name, address) => {
		jest.restoreAllMocks();
		const { waits } = speedUp(15);
		bench.credential({ baseUrl: await address() });
		const result = await bench.upscale();
		expect(textOf(result)).toMatch(
			/Fotor could not be reached .*\[item 0\]\. Nothing was sent and nothing was paid/,
		);
		expect(waits).toEqual([500, 1000, 2000, 4000]);
	});
});

/** Everything after which nobody knows whether Fotor took the task; `accepted` = it did. */
const UNCERTAIN: Array<[string, Fault, number]> = [
	['no answer in time', { on: 'submit', delayMs: 3_000 }, 1],
	['a body that never ends', { on: 'submit', slowBodyMs: 3_000 }, 1],
	['reset before the request was read', { on: 'submit', reset: 'before' }, 0],
	['reset after the request was read', { on: 'submit', reset: 'after' }, 1],
	['HTTP 500', { on: 'submit', status: 500 }, 0],
	['HTTP 500, taken all the same', { on: 'submit', status: 500, accept: true }, 1],
	['HTTP 502 with a web page', { on: 'submit', status: 502, html: true }, 0],
	['HTTP 503 with Retry-After', { on: 'submit', status: 503, retryAfter: 1 }, 0],
	['a reply that is not JSON', { on: 'submit', invalidJson: true, accept: true }, 1],
	['a body that is cut off', { on: 'submit', truncate: true }, 1],
	['an empty body', { on: 'submit', empty: true, accept: true }, 1],
	['success without data', { on: 'submit', withoutData: true, accept: true }, 1],
	['success without a task id', { on: 'submit', noTaskId: true, accept: true }, 1],
];

describe.each(UNCERTAIN)('a submission that may have been taken: %s', (_name, fault, paid) => {
	it('is sent once, and the text says so', async () => {
		bench.sandbox.fail(fault);
		const result = await bench.upscale();
		expect(textOf(result)).toMatch(/may have been accepted and charged \[item 0\]/);
		expect(textOf(result)).toMatch(/Look at the balance before you retry/);
		expect([sent(), accepted()]).toEqual([1, paid]);
	});

	it('is not sent again by Retry On Fail', async () => {
		bench.sandbox.fail(fault);
		const result = await bench.upscale({ node: RETRY });
		expect(result.run.status).toBe('error');
		expect(textOf(result)).toMatch(/earlier try of this execution.*may have been accepted/);
		expect([sent(), accepted()]).toEqual([1, paid]);
	});

	it('is sent again by an execution that the user starts', async () => {
		bench.sandbox.fail(fault);
		const failed = await bench.upscale();
		const { items } = await bench.upscale({ resume: retryData(failed), executionId: '2' });
		expect(items[0]?.json.status).toBe('completed');
		expect([sent(), accepted()]).toEqual([2, paid + 1]);
	});
});

describe('a submission that Fotor clearly refuses', () => {
	it.each<[string, Fault, RegExp]>([
		['HTTP 400', { on: 'submit', status: 400, msg: 'userImageUrl is required' }, /is required/],
		['HTTP 401', { on: 'submit', status: 401 }, /Fotor does not accept the API key/],
		['HTTP 402', { on: 'submit', status: 402 }, /too few tokens/],
		['the firewall', { on: 'submit', cloudflare: true }, /Fotor's firewall/],
		['HTTP 404', { on: 'submit', status: 404 }, /Fotor has no tool at \/v1\/aiart\/imgupscale/],
		['code 999', { on: 'submit', code: '999', msg: 'unknown' }, /code 999, unknown/],
		['code 510', { on: 'submit', code: '510', msg: 'No enough credits' }, /too few tokens/],
	])('%s: one request, nothing paid', async (_name, fault, text) => {
		bench.sandbox.fail(fault);
		const result = await bench.upscale();
		expect(textOf(result)).toMatch(text);
		expect(textOf(result)).toMatch(/Nothing was paid for this item/);
		expect([sent(), accepted()]).toEqual([1, 0]);
	});

	it('is tried again by Retry On Fail, as nothing was taken', async () => {
		bench.sandbox.fail({ on: 'submit', status: 400, times: 2 });
		const { items } = await bench.upscale({ node: RETRY });
		expect(items[0]?.json.status).toBe('completed');
		expect([sent(), accepted()]).toEqual([3, 1]);
	});

	it('does not show the key, even if the reply repeats it', async () => {
		const { apiKey } = bench.sandbox;
		bench.sandbox.fail({ on: 'submit', status: 401, msg: `The key ${apiKey} is not known` });
		const result = await bench.upscale();
		expect(textOf(result)).toMatch(/The key … is not known/);
		expect(JSON.stringify(result.data)).not.toContain(apiKey);
	});
});

describe('tasks that are paid are waited for, not paid again', () => {
	/** The first look at a task is refused, so that the node stops although the task is paid. */
	const loseTrack = (times = 1) => bench.sandbox.fail({ on: 'poll', status: 403, times });

	it('by Retry On Fail', async () => {
		loseTrack(2);
		const { items } = await bench.upscale({ node: RETRY });
		expect(items[0]?.json.taskId).toBe(bench.sandbox.submissions[0]?.taskId);
		expect([sent(), accepted()]).toEqual([1, 1]);
	});

	it('by a retry of the failed execution', async () => {
		loseTrack();
		const failed = await bench.upscale({ items: 3 });
		expect(failed.run.status).toBe('error');
		const { items } = await bench.upscale({ resume: retryData(failed), executionId: '2' });
		expect(items.map(({ json }) => json.taskId).sort()).toEqual(
			bench.sandbox.submissions.map(({ taskId }) => taskId).sort(),
		);
		expect(accepted()).toBe(3);
	});

	it('when n8n runs the node again because the first item carries a text in `error`', async () => {
		loseTrack();
		const { items } = await bench.upscale({
			items: 4,
			options: { concurrency: 1 },
			node: { ...RETRY, onError: 'continueRegularOutput' },
		});
		expect(items.map(({ json }) => json.status)).toEqual(Array(4).fill('completed'));
		expect([sent(), accepted()]).toEqual([4, 4]);
	});

	it('also those of the items after the one that stopped the node', async () => {
		// The third look is the first of the third item's task.
		bench.sandbox.fail({ on: 'poll', after: 2, status: 403 });
		bench.sandbox.options.taskDurationMs = 1;
		const failed = await bench.upscale({ items: 5, options: { concurrency: 5, pollInterval: 1 } });
		expect(failed.run.status).toBe('error');
		expect(accepted()).toBe(5);
		const { items } = await bench.upscale({ resume: retryData(failed), executionId: '2' });
		expect(items).toHaveLength(5);
		expect(accepted()).toBe(5);
	});

	it('and the text of the last try names those of every try', async () => {
		loseTrack(Infinity);
		const first = await bench.upscale({ items: 3 });
		const second = await bench.upscale({ resume: retryData(first), executionId: '2' });
		for (const { taskId } of bench.sandbox.submissions) {
			expect(textOf(second)).toContain(taskId);
		}
		expect(bench.sandbox.submissions).toHaveLength(3);
	});

	it('a picture from a file is known again, though each upload has a new address', async () => {
		loseTrack(2);
		const { items } = await bench.upscale({ asFile: true, node: RETRY });
		expect(items[0]?.json.status).toBe('completed');
		expect(accepted()).toBe(1);
		expect(bench.sandbox.uploads.size).toBe(1);
	});

	it('a task that timed out is waited for again', async () => {
		bench.sandbox.options.taskDurationMs = 400;
		const { items } = await bench.upscale({
			options: { maxWaitTime: 10 },
			node: RETRY,
		});
		expect(items[0]?.json.status).toBe('completed');
		expect(accepted()).toBe(1);
	});
});

describe('what is not the same task', () => {
	const replace = async (
		prompts: string[],
		options: { resume?: RunResult; files?: Array<INodeExecutionData['binary']> } = {},
	) =>
		await bench.engine.run(
			AI_REPLACE,
			{
				imageSource: options.files ? 'binary' : 'url',
				imageUrl: bench.pictureUrl(0),
				maskSource: 'url',
				maskUrl: bench.pictureUrl(1),
				prompt: '={{ $json.prompt }}',
			},
			{
				input: prompts.map((prompt, n) => ({
					json: { prompt },
					...(options.files ? { binary: options.files[n] } : {}),
				})),
				...(options.resume
					? { resume: withInput(options.resume, prompts, options.files), executionId: '2' }
					: {}),
			},
		);

	/** The retry of an execution whose input the user changed meanwhile. */
	function withInput(
		failed: RunResult,
		prompts: string[],
		files?: Array<INodeExecutionData['binary']>,
	) {
		const data = retryData(failed);
		const entry = data.executionData?.nodeExecutionStack[0];
		if (!entry) throw new Error('nothing to retry');
		entry.data.main = [
			prompts.map((prompt, n) => ({
				json: { prompt },
				...(files ? { binary: files[n] } : {}),
			})),
		];
		return data;
	}

	it('another prompt', async () => {
		bench.sandbox.fail({ on: 'poll', status: 403 });
		const failed = await replace(['a red balloon', 'a boat']);
		const { items } = await replace(['a blue balloon', 'a boat'], { resume: failed });
		expect(items).toHaveLength(2);
		expect(bench.sandbox.submissions.map(({ body }) => body.content)).toEqual([
			'a red balloon',
			'a boat',
			'a blue balloon',
		]);
	});

	it('another file with the same name', async () => {
		const { engine, picture } = bench;
		const other = Buffer.concat([picture, Buffer.from('other')]);
		const one = await engine.file(picture, 'photo.png', 'image/png');
		const two = await engine.file(other, 'photo.png', 'image/png');
		bench.sandbox.fail({ on: 'poll', status: 403 });
		const failed = await replace(['a boat'], { files: [one] });
		await replace(['a boat'], { resume: failed, files: [two] });
		expect(accepted()).toBe(2);
	});

	it('the same file again is the same task', async () => {
		const file = await bench.engine.file(bench.picture, 'photo.png', 'image/png');
		bench.sandbox.fail({ on: 'poll', status: 403 });
		const failed = await replace(['a boat'], { files: [file] });
		await replace(['a boat'], { resume: failed, files: [file] });
		expect(accepted()).toBe(1);
	});

	it.each([
		['failed', 2],
		['timed out', 3],
		['cancelled', 4],
	])('a task that ended as %s is not waited for again', async (_name, taskStatus) => {
		bench.sandbox.fail({ on: 'poll', taskStatus });
		const { items } = await bench.upscale({ node: RETRY });
		expect(items[0]?.json.status).toBe('completed');
		expect(accepted()).toBe(2);
	});

	it('equal items of one run: each is paid', async () => {
		const same = { json: { url: bench.pictureUrl(0) } };
		const { items } = await bench.upscale({ items: [same, same, same] });
		expect(new Set(items.map(({ json }) => json.taskId)).size).toBe(3);
	});

	it('the next round of a loop: each round is paid', async () => {
		const node = { type: UPSCALER, typeVersion: 1, position: [0, 0] as [number, number] };
		const parameters = { scale: 2, imageSource: 'url', imageUrl: bench.pictureUrl(0) };
		const credentials = { fotorApi: { id: '1', name: 'fotorApi' } };
		// Two branches of equal length end in the same node, which therefore runs twice.
		const pass = { type: 'test.passThrough', typeVersion: 1, parameters: {} };
		const to = (name: string) => ({ node: name, type: 'main' as const, index: 0 });
		const result = await bench.engine.runWorkflow(
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
