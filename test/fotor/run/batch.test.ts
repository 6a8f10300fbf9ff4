import type { INodeExecutionData } from 'n8n-workflow';

import {
	AI_REPLACE,
	startUpscaler,
	textOf,
	textsOf,
	type UpscalerSetup,
} from '../../../harness/engine/upscaler';
import { speedUp, steppedTime } from '../../support/time';
import { complaintsDuring } from '../../support/watch';

const CONTINUE = { onError: 'continueRegularOutput' as const };
const ERROR_OUTPUT = { onError: 'continueErrorOutput' as const };

let setup: UpscalerSetup;
beforeAll(async () => {
	setup = await startUpscaler();
});
afterAll(async () => {
	await setup.close();
});
beforeEach(() => {
	setup.sandbox.reset();
	setup.sandbox.options.taskDurationMs = 20;
	delete setup.sandbox.options.concurrentTasks;
	delete setup.sandbox.options.rateLimit;
	speedUp(20);
});
afterEach(() => jest.restoreAllMocks());

const posts = () => setup.sandbox.requests.filter(({ method }) => method === 'POST').length;
const accepted = () => setup.sandbox.submissions.length;
const pairs = (items: INodeExecutionData[]) =>
	items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
/** The image number in each submission's URL. */
const numbers = () =>
	setup.sandbox.submissions.map(({ body }) =>
		Number(new URL(String(body.userImageUrl)).searchParams.get('n')),
	);

/** Items whose files hold the same image, each followed by different data. */
const differentFiles = async (count: number) =>
	await Promise.all(
		Array.from({ length: count }, async (_, n) => ({
			json: {},
			binary: await setup.engine.file(
				Buffer.concat([setup.picture, Buffer.from([n])]),
				`${n}.png`,
				'image/png',
			),
		})),
	);

describe('a node with many items', () => {
	it.each([1, 3, 5])('reaches, but never exceeds, a concurrency of %i', async (concurrency) => {
		setup.sandbox.options.taskDurationMs = 40;
		const { items } = await setup.upscale({ items: 12, options: { concurrency } });
		expect(items).toHaveLength(12);
		expect(setup.sandbox.peakInFlight).toBe(concurrency);
	});

	it('submits tasks in the order of the input', async () => {
		await setup.upscale({ items: 8, options: { concurrency: 1 } });
		expect(numbers()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
	});

	it('returns items in input order, whichever task finishes first', async () => {
		// Later tasks take less time.
		let left = 8;
		Object.defineProperty(setup.sandbox.options, 'taskDurationMs', {
			get: () => 20 * left--,
			configurable: true,
		});
		const { items } = await setup.upscale({ items: 8, options: { concurrency: 8 } });
		Object.defineProperty(setup.sandbox.options, 'taskDurationMs', { value: 20, writable: true });
		expect(pairs(items)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
		const byTask = new Map(
			setup.sandbox.submissions.map(({ taskId }, at) => [taskId, numbers()[at]]),
		);
		expect(items.map(({ json }) => byTask.get(json.taskId as string))).toEqual([
			0, 1, 2, 3, 4, 5, 6, 7,
		]);
	});

	it('gives every item its own file', async () => {
		const { items } = await setup.upscale({ items: 4 });
		for (const item of items) {
			expect((await setup.engine.read(item)).length).toBeGreaterThan(50);
		}
		expect(items.map(({ binary }) => binary?.data?.fileName)).toEqual(
			['', '_2', '_3', '_4'].map((number) => `tiny-upscaler${number}.png`),
		);
	});

	it('learns from the first tasks when to poll the next ones', async () => {
		jest.restoreAllMocks();
		speedUp(5);
		setup.sandbox.options.taskDurationMs = 960; // 4.8 s on the fast clock
		await setup.upscale({ items: 20, options: { concurrency: 5 } });
		const looks = ({ taskId }: { taskId: string }) =>
			setup.sandbox.requests.filter(({ path }) => path.endsWith(`/tasks/${taskId}`)).length;
		const mean = (tasks: typeof setup.sandbox.submissions) =>
			tasks.reduce((sum, task) => sum + looks(task), 0) / tasks.length;
		// The total number of polls depends on the machine's load, so only `npm run bench` counts it.
		const { submissions } = setup.sandbox;
		expect(mean(submissions.slice(10))).toBeLessThan(mean(submissions.slice(0, 5)) - 1);
	});

	it('finishes 300 short tasks without warnings or unhandled rejections', async () => {
		setup.sandbox.options.taskDurationMs = 1;
		let items: INodeExecutionData[] = [];
		const complaints = await complaintsDuring(async () => {
			({ items } = await setup.upscale({ items: 300, options: { concurrency: 8 } }));
		});
		expect(new Set(items.map(({ json }) => json.taskId)).size).toBe(300);
		expect(accepted()).toBe(300);
		expect(complaints).toEqual([]);
	});

	it('runs 40 tasks in parallel without warnings about too many listeners', async () => {
		jest.restoreAllMocks();
		speedUp(5);
		setup.sandbox.options.taskDurationMs = 600;
		const run = async () => await setup.upscale({ items: 40, options: { concurrency: 40 } });
		// Warm-up: the sandbox's own signal warns only on the first run, but n8n uses a new signal for each run.
		await run();
		const complaints = await complaintsDuring(run);
		expect(setup.sandbox.peakInFlight).toBe(40);
		expect(complaints).toEqual([]);
	});
});

describe('when Fotor limits the number of tasks', () => {
	it('every item finishes and is paid for once', async () => {
		setup.sandbox.options.concurrentTasks = 2;
		const { items } = await setup.upscale({ items: 10, options: { concurrency: 6 } });
		expect(items.map(({ json }) => json.status)).toEqual(Array(10).fill('completed'));
		expect(accepted()).toBe(10);
		expect(setup.sandbox.peakInFlight).toBe(2);
	});

	it('few submissions are rejected', async () => {
		setup.sandbox.options.concurrentTasks = 3;
		const { items } = await setup.upscale({ items: 30, options: { concurrency: 10 } });
		expect(items.map(({ json }) => json.status)).toEqual(Array(30).fill('completed'));
		expect(posts() - accepted()).toBeLessThanOrEqual(30);
	});

	it('Retry-After pauses every item, not only the one that received it', async () => {
		setup.sandbox.options.rateLimit = { requests: 6, perMs: 150, retryAfter: 'seconds' };
		const { items } = await setup.upscale({ items: 6, options: { concurrency: 6 } });
		expect(items).toHaveLength(6);
		expect(accepted()).toBe(6);
	});
});

describe.each([
	['upload URLs', 'sign' as const],
	['submissions', 'submit' as const],
])('with %s limited to 2 per second', (_what, on) => {
	it.each(['none', 'seconds'] as const)(
		'20 items with files finish and are paid for once each (Retry-After: %s)',
		async (retryAfter) => {
			jest.restoreAllMocks();
			const { sandbox } = setup;
			const time = steppedTime();
			sandbox.options.taskDurationMs = 1;
			const now = () => time.now;
			sandbox.options.rateLimit = { requests: 2, perMs: 1_000, retryAfter, on, now };
			const result = await setup.upscale({
				items: await differentFiles(20),
				asFile: true,
				options: { concurrency: 20 },
				node: CONTINUE,
			});
			expect(textsOf(result)).toEqual([]);
			expect(result.items.map(({ json }) => json.status)).toEqual(Array(20).fill('completed'));
			expect(accepted()).toBe(20);
			expect(sandbox.uploads.size).toBe(20);
			expect(sandbox.requests.some(({ answered }) => answered === 429)).toBe(true);
		},
	);
});

describe('when no item can succeed anymore', () => {
	it.each([
		['the tokens are used up', { code: '510', msg: 'No enough credits' }, /too few tokens/],
		['the key is rejected', { status: 401 }, /does not accept the API key/],
		['the firewall blocks the network', { cloudflare: true }, /firewall/],
	])('if %s, nothing more is sent and the other items say so', async (_name, fault, reason) => {
		setup.sandbox.fail({ on: 'submit', after: 2, times: Infinity, ...fault });
		const result = await setup.upscale({
			items: 8,
			options: { concurrency: 2 },
			node: CONTINUE,
		});
		const texts = textsOf(result);
		expect(accepted()).toBe(2);
		expect(posts()).toBeLessThanOrEqual(4);
		expect(result.items).toHaveLength(8);
		expect(texts).toHaveLength(6);
		for (const text of texts) {
			expect(text).toMatch(reason);
			expect(text.match(/Nothing was charged/g)).toHaveLength(1);
		}
		expect(texts.at(-1)).toMatch(/^Not sent, because an earlier item failed: /);
		expect(pairs(result.items)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
	});

	it('results of paid tasks are delivered even if the account runs out of tokens', async () => {
		setup.sandbox.credits = { total: 3, remaining: 3 };
		const result = await setup.upscale({ items: 6, node: ERROR_OUTPUT });
		expect(result.items.map(({ json }) => json.status)).toEqual(Array(3).fill('completed'));
		expect(result.errors).toHaveLength(3);
		expect(setup.sandbox.credits.remaining).toBe(0);
	});

	it('the message names the paid tasks if the node stops', async () => {
		setup.sandbox.options.taskDurationMs = 5_000;
		setup.sandbox.fail({ on: 'submit', after: 3, status: 401 });
		const result = await setup.upscale({ items: 5, options: { concurrency: 5 } });
		expect(result.run.status).toBe('error');
		expect(accepted()).toBeGreaterThanOrEqual(3);
		for (const { taskId } of setup.sandbox.submissions) {
			expect(textOf(result)).toContain(taskId);
		}
	});

	it('an item waiting to be resent is not sent after the key has been rejected', async () => {
		const time = steppedTime();
		const begin = time.now;
		setup.sandbox.fail({ on: 'submit', retryAfter: 30 });
		setup.sandbox.fail({ on: 'submit', status: 401, times: Infinity });
		const result = await setup.upscale({ items: 3, node: CONTINUE });
		expect(textsOf(result)).toHaveLength(3);
		expect(accepted()).toBe(0);
		// The second item's rejection ends the first item's wait.
		expect(time.now - begin).toBeLessThan(30_000);
	});
});

describe("'Minimum Balance'", () => {
	const balanceReads = () =>
		setup.sandbox.requests.filter(({ path }) => path === '/v1/credits').length;

	// A manual run also reads the balance, to report how many tokens are left.
	const mode = 'trigger' as const;

	it('reads the balance once for all items', async () => {
		const { items } = await setup.upscale({ mode, items: 6, options: { minimumBalance: 10 } });
		expect(items).toHaveLength(6);
		expect(balanceReads()).toBe(1);
	});

	it('submits and uploads nothing if the account has fewer tokens', async () => {
		setup.sandbox.credits = { total: 9, remaining: 9 };
		const result = await setup.upscale({
			items: 4,
			asFile: true,
			options: { minimumBalance: 10 },
			node: CONTINUE,
		});
		expect(textsOf(result)).toHaveLength(4);
		for (const text of textsOf(result)) {
			expect(text).toMatch(/has 9 tokens left. This item needs 1, and 'Minimum Balance' is 10/);
		}
		expect([posts(), setup.sandbox.uploads.size, balanceReads()]).toEqual([0, 0, 1]);
	});

	it('applies to every task in a batch, and the balance is read again when it no longer covers the next task', async () => {
		setup.sandbox.credits = { total: 12, remaining: 12 };
		const { items } = await setup.upscale({
			mode,
			items: 10,
			options: { minimumBalance: 10 },
			node: CONTINUE,
		});
		expect(items.filter(({ json }) => json.status === 'completed')).toHaveLength(2);
		expect(setup.sandbox.credits.remaining).toBe(10);
		expect(balanceReads()).toBeLessThanOrEqual(3);
	});

	it('can differ per item', async () => {
		setup.sandbox.credits = { total: 12, remaining: 12 };
		const { items } = await setup.upscale({
			items: [20, 10, 5].map((least) => ({ json: { least, url: setup.pictureUrl(least) } })),
			parameters: {},
			options: { minimumBalance: '={{ $json.least }}' as never },
			node: CONTINUE,
		});
		expect(items.map(({ json }) => json.status ?? 'text')).toEqual([
			'text',
			'completed',
			'completed',
		]);
	});

	it('does not read the balance when the option is off', async () => {
		await setup.upscale({ mode });
		expect(balanceReads()).toBe(0);
	});
});

describe('Continue On Fail', () => {
	const bad = (n: number) => ({ json: { n, url: 'not an address' } });
	const good = (n: number) => ({ json: { n, url: setup.pictureUrl(n) } });

	it('an invalid item does not affect the others', async () => {
		const { items } = await setup.upscale({ items: [good(0), bad(1), good(2)], node: CONTINUE });
		expect(items.map(({ json }) => json.status ?? 'text')).toEqual([
			'completed',
			'text',
			'completed',
		]);
		expect(pairs(items)).toEqual([0, 1, 2]);
		expect(items[1]?.json.error).toMatch(/'Image URL' is not a web URL.*\[item 1\]/);
		expect(accepted()).toBe(2);
	});

	it('without Continue On Fail, nothing is sent if one item is invalid', async () => {
		const result = await setup.upscale({ items: [good(0), bad(1), good(2)] });
		expect(textOf(result)).toMatch(/'Image URL' is not a web URL.*\[item 1\]/);
		expect(setup.sandbox.requests).toEqual([]);
	});

	it('every failed item goes to the error output, paired with its input item', async () => {
		setup.sandbox.fail({ on: 'submit', after: 1, status: 400, msg: 'too dark', times: 2 });
		const result = await setup.upscale({
			items: [good(0), good(1), good(2), bad(3), good(4)],
			options: { concurrency: 1 },
			node: ERROR_OUTPUT,
		});
		expect(pairs(result.items)).toEqual([0, 4]);
		expect(pairs(result.errors)).toEqual([1, 2, 3]);
		expect(result.errors[0]?.json.error).toMatch(
			/^Fotor did not accept the request \[item 1\]\. Nothing was charged.*too dark\.$/,
		);
		for (const { json } of result.items) expect(json).not.toHaveProperty('error');
	});

	it('several items that fail at once leave no unhandled rejection', async () => {
		setup.sandbox.fail({ on: 'submit', status: 400, times: Infinity });
		const complaints = await complaintsDuring(async () => {
			const { run } = await setup.upscale({ items: 10, options: { concurrency: 10 } });
			expect(run.status).toBe('error');
		});
		expect(complaints).toEqual([]);
	});

	it('if one of several tasks fails, the others keep their results and order', async () => {
		setup.sandbox.fail({ on: 'poll', after: 1, taskStatus: 2, taskMsg: 'no face found' });
		const result = await setup.upscale({ items: 5, options: { concurrency: 1 }, node: CONTINUE });
		const texts = textsOf(result);
		expect(texts).toHaveLength(1);
		expect(texts[0]).toMatch(
			/without a result \[item \d\]\..*Details: status failed, no face found\.$/,
		);
		expect(pairs(result.items)).toEqual([0, 1, 2, 3, 4]);
	});
});

describe('several images in one item', () => {
	it('the same file is uploaded only once per run', async () => {
		const { engine, picture } = setup;
		const binary = await engine.file(picture, 'photo.png', 'image/png');
		const { items } = await engine.run(
			AI_REPLACE,
			{
				imageSource: 'binary',
				imageBinaryProperty: 'data',
				maskSource: 'binary',
				maskBinaryProperty: 'data',
				prompt: '={{ $json.prompt }}',
			},
			{ input: [1, 2, 3].map((n) => ({ json: { prompt: `p${n}` }, binary })) },
		);
		expect(items).toHaveLength(3);
		expect(setup.sandbox.uploads.size).toBe(1);
	});
});
