import { setTimeout as sleep } from 'node:timers/promises';

import {
	startUpscaler,
	textOf,
	type UpscalerSetup,
	type UpscaleOptions,
} from '../../../harness/engine/upscaler';
import type { RunResult } from '../../../harness/engine/core';
import { clock } from '../../../fotor/clock';
import { speedUp } from '../../support/time';

/**
 * Time limit in ms, far shorter than any reply delay below but long enough for a busy machine. The benchmark
 * measures how long stopping really takes.
 */
const AT_ONCE = 2_000;
const LATE = 10_000;

let setup: UpscalerSetup;
beforeAll(async () => {
	setup = await startUpscaler();
	// n8n loads some modules on the first run, and the delay would look like a slow stop.
	await setup.upscale({ asFile: true });
});
afterAll(async () => {
	await setup.close();
});
beforeEach(() => {
	setup.sandbox.reset();
	setup.sandbox.options.taskDurationMs = 60_000;
});
afterEach(() => jest.restoreAllMocks());

interface Stopped {
	result: RunResult;
	/** Time from the stop to the end of the execution, in ms. */
	took: number;
	/** Number of requests before the stop. */
	before: number;
}

/** Runs the node and stops the execution as soon as `ready` returns true. */
async function stopWhen(ready: () => boolean, options: UpscaleOptions): Promise<Stopped> {
	let stopped = 0;
	let before = 0;
	const waitAndStop = async (cancel: () => void) => {
		while (!ready()) await sleep(2);
		before = setup.sandbox.requests.length;
		stopped = Date.now();
		cancel();
	};
	let stopping: Promise<void> | undefined;
	const result = await setup.upscale({
		...options,
		onStart: (cancel) => {
			stopping = waitAndStop(cancel);
		},
	});
	const took = Date.now() - stopped;
	await stopping;
	return { result, took, before };
}

/** Waits 150 ms, then returns the requests that arrived after the stop. */
async function requestsAfter({ before }: Stopped): Promise<string[]> {
	await sleep(150);
	return setup.sandbox.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
}

const posts = () => setup.sandbox.requests.filter(({ method }) => method === 'POST').length;
const accepted = () => setup.sandbox.submissions.length;
const polls = () => setup.sandbox.requests.filter(({ path }) => /tasks/.test(path)).length;

describe('when the user stops the execution', () => {
	it('while the node waits for tasks, it ends right away and names them', async () => {
		const stop = await stopWhen(() => polls() >= 3, { items: 3 });
		expect(stop.took).toBeLessThanOrEqual(AT_ONCE);
		expect(stop.result.run.status).toBe('canceled');
		for (const { taskId } of setup.sandbox.submissions) {
			expect(textOf(stop.result)).toContain(taskId);
		}
		expect(textOf(stop.result)).toMatch(/canceled\. Already paid for: .*Task → Wait/);
		expect(textOf(stop.result)).not.toMatch(/Still being sent when/);
		expect(await requestsAfter(stop)).toEqual([]);
	});

	it('while items are queued, nothing more is submitted', async () => {
		const stop = await stopWhen(() => posts() >= 2 && polls() >= 1, {
			items: 6,
			options: { concurrency: 2 },
		});
		expect(stop.took).toBeLessThanOrEqual(AT_ONCE);
		expect(await requestsAfter(stop)).toEqual([]);
		expect(setup.sandbox.submissions).toHaveLength(2);
	});

	it('while a task is being sent, the message says Fotor may have accepted it', async () => {
		setup.sandbox.fail({ on: 'submit', delayMs: LATE, times: 2 });
		const stop = await stopWhen(() => posts() >= 2, { items: 2 });
		expect(stop.took).toBeLessThanOrEqual(AT_ONCE);
		expect(stop.result.run.status).toBe('canceled');
		expect(textOf(stop.result)).toMatch(
			/No task was accepted\. Still being sent when the execution stopped, and possibly charged: \[item 0\] \[item 1\]\. Check your token balance\./,
		);
		expect(await requestsAfter(stop)).toEqual([]);
	});

	it.each([
		['is being read', { slowBodyMs: 60 }],
		['is on its way', { delayMs: 40 }],
	])('while the reply to a submission %s, the message gives the task ID', async (_name, fault) => {
		setup.sandbox.fail({ on: 'submit', after: 1, ...fault });
		// Item 0 is already waiting for its task. The execution must not end before item 1's task ID has arrived.
		const stop = await stopWhen(() => accepted() === 2, { items: 2 });
		expect(stop.took).toBeLessThanOrEqual(AT_ONCE);
		expect(stop.result.run.status).toBe('canceled');
		for (const { taskId } of setup.sandbox.submissions) {
			expect(textOf(stop.result)).toContain(taskId);
		}
		expect(textOf(stop.result)).not.toMatch(/Still being sent when/);
		expect(await requestsAfter(stop)).toEqual([]);
	});

	it('while Fotor makes the node wait, the message does not mention a task being sent', async () => {
		setup.sandbox.fail({ on: 'submit', retryAfter: 30, times: Infinity });
		const stop = await stopWhen(answeredLongAgo(3), { items: 3 });
		expect(stop.took).toBeLessThanOrEqual(AT_ONCE);
		expect(textOf(stop.result)).toMatch(/No task was accepted\.$/);
		expect(await requestsAfter(stop)).toEqual([]);
		expect(setup.sandbox.submissions).toHaveLength(0);
	});

	it('while a file is being uploaded, the node ends right away', async () => {
		setup.sandbox.fail({ on: 'put', delayMs: LATE });
		const stop = await stopWhen(() => has('PUT'), { asFile: true });
		expect(stop.took).toBeLessThanOrEqual(AT_ONCE);
		expect(stop.result.run.status).toBe('canceled');
		expect(textOf(stop.result)).toMatch(/No task was accepted\.$/);
		expect(await requestsAfter(stop)).toEqual([]);
	});

	it.each([
		['the reply is pending', { delayMs: LATE }],
		['the file is streaming', { slowBodyMs: LATE }],
	])(
		'while a result is being fetched and %s, the node ends right away and names the task',
		async (_name, fault) => {
			setup.sandbox.options.taskDurationMs = 1;
			setup.sandbox.fail({ on: 'download', ...fault });
			const stop = await stopWhen(() => has('GET', /results/), { mode: 'trigger' });
			expect(stop.took).toBeLessThanOrEqual(AT_ONCE);
			expect(stop.result.run.status).toBe('canceled');
			expect(textOf(stop.result)).toContain(setup.sandbox.submissions[0]?.taskId);
			expect(await requestsAfter(stop)).toEqual([]);
		},
	);

	it.each([
		['Continue', { onError: 'continueRegularOutput' as const }],
		['Retry On Fail', { retryOnFail: true, maxTries: 3 }],
	])('with %s, the node still ends and names the tasks', async (_name, node) => {
		const stop = await stopWhen(() => polls() >= 2, {
			items: 4,
			options: { concurrency: 2 },
			node,
		});
		expect(stop.took).toBeLessThanOrEqual(AT_ONCE);
		expect(stop.result.run.status).toBe('canceled');
		for (const { taskId } of setup.sandbox.submissions) {
			expect(textOf(stop.result)).toContain(taskId);
		}
		expect(await requestsAfter(stop)).toEqual([]);
		expect(setup.sandbox.submissions).toHaveLength(2);
	});
});

/** True once 50 ms have passed since the nth reply. */
function answeredLongAgo(count: number): () => boolean {
	let since = Infinity;
	return () => {
		const answers = setup.sandbox.requests.filter(({ ended }) => ended === 'answered');
		if (answers.length >= count) since = Math.min(since, Date.now());
		return Date.now() - since > 50;
	};
}

const has = (wanted: string, at = /./) =>
	setup.sandbox.requests.some(({ method, path }) => method === wanted && at.test(path));

describe("when 'Maximum Wait Time' runs out", () => {
	beforeEach(() => speedUp(40));

	it('the message names the task and says how to collect it', async () => {
		const result = await setup.upscale({ options: { maxWaitTime: 10 } });
		const id = setup.sandbox.submissions[0]?.taskId;
		expect(textOf(result)).toContain(`Task ${id} was not finished after 10 s. It may still finish`);
		expect(textOf(result)).toContain(`Fotor node, Task → Wait, Task ID ${id}`);
	});

	it('the message says how the last status check ended if the check got no usable reply', async () => {
		setup.sandbox.fail({ on: 'poll', status: 503, msg: 'busy', times: Infinity });
		const result = await setup.upscale({ options: { maxWaitTime: 10 } });
		expect(textOf(result)).toMatch(
			/after 10 s\. .*at the last status check, .*HTTP 503, code 503, busy/,
		);
	});

	it.each([
		['has been read', undefined],
		['has never been read', { on: 'poll' as const, status: 503, times: Infinity }],
	])("with 'Return Task', the item continues if the task's status %s", async (_name, fault) => {
		if (fault) setup.sandbox.fail(fault);
		const { items } = await setup.upscale({
			options: { maxWaitTime: 10, onTimeout: 'returnTask' },
		});
		expect(items[0]?.json).toMatchObject({
			taskId: setup.sandbox.submissions[0]?.taskId,
			status: 'inProgress',
			type: expect.stringMatching(/imgupscale|upscaler/) as string,
			resultUrl: null,
			resultUrls: [],
			tokensUsed: null,
		});
		expect(items[0]?.json).not.toHaveProperty('error');
		expect(items[0]?.binary).toBeUndefined();
	});

	it("Retry-After can't extend the deadline", async () => {
		setup.sandbox.fail({ on: 'poll', retryAfter: 3600, times: Infinity });
		const begin = clock.now();
		const result = await setup.upscale({ options: { maxWaitTime: 10 } });
		expect(clock.now() - begin).toBeLessThan(3_600_000);
		expect(textOf(result)).toMatch(/was not finished after 10 s/);
	});
});
