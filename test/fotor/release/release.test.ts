import * as n8nWorkflow from 'n8n-workflow';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { FotorApi } from '../../../credentials/FotorApi.credentials';
import { clock } from '../../../fotor/clock';
import { singleNode, type NodeSettings } from '../../../harness/engine/workflow';
import { startFotor, type Fotor } from '../../../harness/engine/fotor';
import { textOf } from '../../../harness/engine/upscaler';
import type { RunResult } from '../../../harness/engine/core';
import { lastOutput } from '../../../harness/engine/subExecution';
import type { SandboxTask } from '../../../sandbox';
import { jumpingTime, type JumpingTime } from '../../support/jumpingTime';

const CAN_RELEASE = 'WAIT_FOR_SUB_EXECUTION' in n8nWorkflow;
const TOOL = 'n8n-nodes-fotor.fotorTextToImage';
const FOTOR = 'n8n-nodes-fotor.fotor';
const MINUTE = 60_000;

let fotor: Fotor;
let time: JumpingTime;
/** How each task ends, in the order of submission. */
let plan: Array<Partial<SandboxTask> & { after: number }>;

beforeAll(async () => {
	// Far longer than any test, because `plan` decides when a task ends.
	fotor = await startFotor({ sandbox: { taskDurationMs: 3_600_000 } });
	const { tasks } = fotor.sandbox;
	const add = tasks.set.bind(tasks);
	tasks.set = (id, task) => add(id, planned(task));
});
afterAll(async () => await fotor.close());
beforeEach(() => {
	fotor.sandbox.reset();
	fotor.engine.subExecutions.length = 0;
	time = jumpingTime(() => 0);
});
afterEach(() => {
	time.stop();
	jest.restoreAllMocks();
});

/** Time limit of a run, in ms on the test's clock. */
const LIMIT = 180 * MINUTE;
const sleepUntil = async (until: number) => await clock.sleep(until - clock.now());

/** Makes the task end as planned on the test's clock. */
function planned(task: SandboxTask): SandboxTask {
	const { after = 0, status = 1, ...end } = plan[fotor.sandbox.tasks.size] ?? {};
	const born = clock.now();
	const picture = fotor.sandbox.publish('result.png', PNG);
	const isOver = () => clock.now() - born >= after;
	return Object.defineProperties(
		{ ...task, ...end },
		{
			status: { get: () => (isOver() ? status : 0), set: () => {}, enumerable: true },
			resultUrl: { get: () => (isOver() && status === 1 ? picture : ''), enumerable: true },
		},
	);
}

const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

interface Given {
	count?: number;
	options?: INodeParameters;
	node?: NodeSettings;
	type?: string;
	parameters?: INodeParameters;
	input?: INodeExecutionData[];
}

/** Runs a node, with all of its wake-ups, until it ends. */
async function run(whileWaiting: string, given: Given = {}) {
	const { type = TOOL, count = 1, parameters, node, options } = given;
	const input =
		given.input ?? Array.from({ length: count }, (_, n) => ({ json: { n, prompt: `boat ${n}` } }));
	const form = { prompt: '={{ $json.prompt }}', ...parameters };
	// A different key per run, because keys are remembered across executions.
	const taskKey = options?.taskKey ? `${whileWaiting} ${options.taskKey as string}` : '';
	const all = { ...form, options: { whileWaiting, ...options, taskKey } };
	const started = fotor.engine.run(type, all, { input, node: { waitBetweenTries: 1, ...node } });
	const first = await time.finish(started, LIMIT);
	if (!first.run.waitTill) return { first, last: first };
	const definition = singleNode(type, all, node, ['fotorApi']);
	const last = await time.finish(fotor.engine.wake(first, definition, sleepUntil), LIMIT);
	return { first, last };
}

/** What a user sees, without the values that differ from run to run. */
async function seen(result: RunResult) {
	const ids = fotor.sandbox.submissions.map(({ taskId }) => taskId);
	const plain = (text: string) =>
		ids
			.reduce((all, id, index) => all.replaceAll(id, `task ${index}`), text)
			.replaceAll(/"(createdAt|updatedAt|resultUrl)":"[^"]*"/g, '"$1":""')
			.replaceAll(/"resultUrls":\["[^"]*"\]/g, '"resultUrls":[""]');
	const files = async (items: INodeExecutionData[]) =>
		await Promise.all(
			items.map(async (item) => {
				const bytes = item.binary ? await fotor.engine.read(item) : Buffer.alloc(0);
				const { fileName, mimeType } = item.binary?.data ?? {};
				return [bytes.length, fileName && plain(fileName), mimeType];
			}),
		);
	return {
		status: result.run.status,
		items: JSON.parse(
			plain(JSON.stringify(result.items.map(({ json, pairedItem }) => ({ json, pairedItem })))),
		) as unknown,
		errors: JSON.parse(plain(JSON.stringify(result.errors.map(({ json }) => json)))) as unknown,
		files: await files(result.items),
		text: result.error && plain(result.error.message),
	};
}

const SCENARIOS: Array<[string, Given, typeof plan]> = [
	['one task', {}, [{ after: 5 * MINUTE }]],
	[
		'three tasks, one of them short',
		{ count: 3 },
		[{ after: 7 * MINUTE }, { after: 3_000 }, { after: 4 * MINUTE }],
	],
	[
		'a task that Fotor ends without a result',
		{ count: 2 },
		[{ after: 3 * MINUTE, status: 2, msg: 'no face' }, { after: 3 * MINUTE }],
	],
	[
		'tasks that fail, with the regular output',
		{ count: 3, node: { onError: 'continueRegularOutput' } },
		[{ after: 3 * MINUTE, status: 2 }, { after: 3 * MINUTE }, { after: 2_000, status: 2 }],
	],
	[
		'tasks that fail, with the error output',
		{ count: 3, node: { onError: 'continueErrorOutput' } },
		[{ after: 3 * MINUTE, status: 2 }, { after: 3 * MINUTE }, { after: 2_000, status: 2 }],
	],
	['a task that takes too long', { count: 2 }, [{ after: 60 * MINUTE }, { after: 2_000 }]],
	[
		"a task that takes too long, with 'Return Task'",
		{ count: 2, options: { onTimeout: 'returnTask' } },
		[{ after: 60 * MINUTE }, { after: 2 * MINUTE }],
	],
	[
		'several items with one key',
		{ count: 2, options: { taskKey: 'the same' } },
		[{ after: 3 * MINUTE }, { after: 3 * MINUTE }],
	],
	[
		'a task without a download but with the raw reply',
		{ parameters: { downloadResult: false }, options: { includeRawResponse: true } },
		[{ after: 3 * MINUTE }],
	],
	[
		'a custom file name',
		{ count: 2, options: { fileName: 'boat.png' } },
		[{ after: 3 * MINUTE }, { after: 3 * MINUTE }],
	],
	...(['continueRegularOutput', 'continueErrorOutput'] as const).map(
		(onError): [string, Given, typeof plan] => [
			`an item that is rejected, with ${onError}`,
			{ input: ['a', '', 'b'].map((prompt) => ({ json: { prompt } })), node: { onError } },
			[{ after: 3 * MINUTE }, { after: 4 * MINUTE }],
		],
	),
	[
		"'Include Other Input Fields', with finished, open and failed tasks",
		{
			count: 3,
			options: { includeOtherFields: true },
			node: { onError: 'continueRegularOutput' },
		},
		[{ after: 2_000 }, { after: 3 * MINUTE }, { after: 3 * MINUTE, status: 2 }],
	],
	['Retry On Fail', { node: { retryOnFail: true, maxTries: 3 } }, [{ after: 3 * MINUTE }]],
];

const describe2 = CAN_RELEASE ? describe : describe.skip;

describe2('a run that releases its worker has the same result as one that holds it', () => {
	it.each(SCENARIOS)('%s', async (_name, given, tasks) => {
		plan = tasks;
		const held = await seen((await run('hold', given)).last);
		const paid = fotor.sandbox.submissions.length;
		fotor.sandbox.reset();
		const { first, last } = await run('release', given);
		expect(first.run.status).toBe('waiting');
		const released = await seen(last);
		const raw = /"raw":\{.*?\}/g;
		const strip = (value: unknown) =>
			JSON.parse(JSON.stringify(value).replaceAll(raw, '"raw":{}')) as unknown;
		expect(strip(released)).toEqual(strip(held));
		expect(fotor.sandbox.submissions).toHaveLength(paid);
	});
});

describe2("'Release the Worker'", () => {
	it('finishes short tasks as usual, without a sub-execution', async () => {
		plan = [{ after: 20_000 }];
		const { last } = await run('release');
		expect(last.items[0]?.json.status).toBe('completed');
		expect(fotor.engine.subExecutions).toHaveLength(0);
	});

	it('holds the worker for little more than a minute', async () => {
		plan = [{ after: 10 * MINUTE }];
		const start = clock.now();
		const first = await time.finish(
			fotor.engine.run(TOOL, {
				prompt: 'a',
				options: { whileWaiting: 'release' },
			}),
			LIMIT,
		);
		expect([first.run.status, first.hints]).toEqual(['waiting', []]);
		expect(clock.now() - start).toBeLessThan(65_000);
	});

	it('a ten-minute task needs at most 20 polls, and its end is noticed within 70 s', async () => {
		plan = [{ after: 10 * MINUTE - 1_000 }];
		const start = clock.now();
		await run('release', { options: { maxWaitTime: 1800 } });
		const polls = fotor.sandbox.requests.filter(({ path }) => path.includes('/tasks/'));
		expect(polls.length).toBeLessThanOrEqual(20);
		expect(clock.now() - start).toBeLessThanOrEqual(10 * MINUTE + 70_000);
	});

	it('shows the open tasks while it waits, so they are visible after a stop', async () => {
		plan = [{ after: 10 * MINUTE }, { after: 2_000, status: 2 }];
		const { first } = await run('release', {
			count: 2,
			node: { onError: 'continueRegularOutput' },
		});
		const [task] = fotor.sandbox.submissions;
		expect(first.items).toHaveLength(2);
		expect(first.items[0]?.json).toMatchObject({ taskId: task?.taskId, status: 'inProgress' });
		expect(first.items[1]?.json).toHaveProperty('error');
		// Open tasks may still fail, so there is no summary yet.
		expect(first.hints).toEqual([]);
	});

	it('names every task on the canvas of the sub-execution', async () => {
		plan = [{ after: 10 * MINUTE }, { after: 10 * MINUTE }];
		await run('release', { count: 2 });
		const canvas = JSON.stringify(fotor.engine.subExecutions[0]?.workflow.nodes);
		for (const { taskId } of fotor.sandbox.submissions) expect(canvas).toContain(taskId);
	});

	it('saves neither input fields nor a key in the sub-workflow', async () => {
		plan = [{ after: 3 * MINUTE }];
		const input = [{ json: { prompt: 'a', authorization: 'Bearer secret-1' } }];
		await run('release', { input, options: { includeOtherFields: true, taskKey: 'secret-2' } });
		expect(fotor.engine.subExecutions).toHaveLength(1);
		const workflow = JSON.stringify(fotor.engine.subExecutions[0]?.workflow);
		expect(workflow).not.toMatch(/secret-[12]/);
	});

	it('survives a status check that finds no readable credential', async () => {
		plan = [{ after: 4 * MINUTE }];
		const all = { prompt: 'a', options: { whileWaiting: 'release' } };
		const waiting = await time.finish(fotor.engine.run(TOOL, all), LIMIT);
		const { url, apiKey } = fotor.sandbox;
		fotor.engine.addCredential(new FotorApi(), { baseUrl: 'not a URL', apiKey });
		let checks = 0;
		const last = await time.finish(
			fotor.engine.wake(waiting, singleNode(TOOL, all, {}, ['fotorApi']), async (until) => {
				if (++checks === 3) fotor.engine.addCredential(new FotorApi(), { baseUrl: url, apiKey });
				await sleepUntil(until);
			}),
			LIMIT,
		);
		expect(checks).toBeGreaterThan(2);
		expect(last.items[0]?.json.status).toBe('completed');
	});

	it('survives polls that fail', async () => {
		plan = [{ after: 4 * MINUTE }];
		const all = { prompt: 'a', options: { whileWaiting: 'release' } };
		const waiting = await time.finish(fotor.engine.run(TOOL, all), LIMIT);
		fotor.sandbox.fail({ on: 'poll', status: 502, times: 2 });
		const last = await time.finish(
			fotor.engine.wake(waiting, singleNode(TOOL, all, {}, ['fotorApi']), sleepUntil),
			LIMIT,
		);
		expect(last.items[0]?.json.status).toBe('completed');
		expect(last.items[0]?.binary?.data).toBeDefined();
	});

	it("a failed item's message names the other tasks and says that Retry can't wait for them again", async () => {
		plan = [{ after: 3 * MINUTE, status: 2 }, { after: 60 * MINUTE }];
		const { last } = await run('release', { count: 2 });
		const text = textOf(last);
		for (const { taskId } of fotor.sandbox.submissions) expect(text).toContain(taskId);
		expect(text).toContain("can't wait for the tasks again");
	});

	it.each(['stopWorkflow', 'continueErrorOutput'] as const)(
		'if n8n is killed during a status check, the workflow continues with items that name the task (%s)',
		async (onError) => {
			plan = [{ after: 10 * MINUTE }, { after: 2_000 }];
			const form = { prompt: '={{ $json.prompt }}', options: { whileWaiting: 'release' } };
			const input = [{ json: { prompt: 'a' } }, { json: { prompt: 'b' } }];
			const first = await time.finish(
				fotor.engine.run(TOOL, form, { input, node: { onError } }),
				LIMIT,
			);
			expect(first.run.status).toBe('waiting');
			const saved = fotor.engine.subExecutions[0]?.run;
			const [open, finished] = (saved && lastOutput(saved)?.data?.main?.[0]) ?? [];
			const taskId = fotor.sandbox.submissions[0]?.taskId;
			expect(JSON.stringify(open?.json)).toContain(`Task → Wait, Task ID ${taskId}`);
			expect('error' in (open?.json ?? {})).toBe(onError === 'continueErrorOutput');
			expect(finished?.binary?.data).toBeDefined();
		},
	);

	it('releases the worker for a task ID, but holds it if the task may return several images', async () => {
		plan = [{ after: 5 * MINUTE }, { after: 5 * MINUTE, type: 'avatar' }];
		const byId = (task: SandboxTask) => ({
			type: FOTOR,
			parameters: { resource: 'task', operation: 'wait', taskId: task.taskId },
		});
		const one = fotor.sandbox.addTask({ status: 0 });
		const { first } = await run('release', byId(one));
		expect(first.run.status).toBe('waiting');
		const headshot = fotor.sandbox.addTask({ status: 0 });
		const held = await run('release', byId(headshot));
		expect(held.first.run.status).not.toBe('waiting');
		expect(held.first.hints.join()).toContain('several images');
	});

	it('holds the worker, with a hint, if n8n refuses the sub-execution', async () => {
		plan = [{ after: 2 * MINUTE }];
		const { engine } = fotor;
		const spy = jest.spyOn(engine.core.ExecuteContext.prototype, 'executeWorkflow');
		spy.mockRejectedValue(new Error('the policy forbids it'));
		const { first } = await run('release');
		expect(first.items[0]?.json.status).toBe('completed');
		expect(first.hints.join()).toContain('the policy forbids it');
		expect(fotor.sandbox.submissions).toHaveLength(1);
	});
});

if (!CAN_RELEASE) {
	test('holds the worker in n8n 1.123, and says so', async () => {
		plan = [{ after: 2 * MINUTE }];
		const { last } = await run('release');
		expect(last.items[0]?.json.status).toBe('completed');
		expect(last.hints.join()).toContain("this version of n8n can't");
	});
}
