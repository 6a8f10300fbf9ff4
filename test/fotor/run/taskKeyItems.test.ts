import type { INodeParameters } from 'n8n-workflow';

import {
	startUpscaler,
	textsOf,
	type UpscaleOptions,
	type UpscalerSetup,
} from '../../../harness/engine/upscaler';
import { speedUp } from '../../support/time';

const CONTINUE = { onError: 'continueRegularOutput' as const };

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
	key = `sheet-${keys++}`;
});
afterEach(() => {
	jest.restoreAllMocks();
	setup.sandbox.options.taskDurationMs = 20;
});

const paid = () => setup.sandbox.submissions.length;
const run = async (more: UpscaleOptions = {}, options: INodeParameters = {}) =>
	await setup.upscale({
		options: { taskKey: key, ...options },
		executionId: String(++keys + 100),
		...more,
	});
const files = (...names: string[]) => {
	const file = { data: setup.picture.toString('base64'), mimeType: 'image/png', fileName: 'x.png' };
	return [{ json: {}, binary: Object.fromEntries(names.map((name) => [name, file])) }];
};
const ALL = { imageSource: 'binary', imageBinaryProperty: '*' };

it('each of several files that share a key is paid for once, even if one is rejected at first', async () => {
	setup.sandbox.fail({ on: 'submit', after: 1, times: 1, status: 400 });
	const items = files('a', 'b', 'c');
	const node = CONTINUE;
	const first = await run({ items, parameters: ALL, node }, { concurrency: 1 });
	expect(textsOf(first)).toEqual([expect.stringMatching(/ \[file b\]/)]);
	const second = await run({ items, parameters: ALL, node });
	const ids = (result: typeof first) => result.items.map(({ json }) => json.taskId);
	expect(paid()).toBe(3);
	expect(ids(second)).toEqual([ids(first)[0], expect.any(String), ids(first)[2]]);
	expect(second.items.map(({ json }) => json.tokensUsed)).toEqual([1, 1, 1]);
});

it('Retry On Fail with a key pays only once', async () => {
	setup.sandbox.fail({ on: 'submit', times: 1, status: 400 });
	setup.sandbox.fail({ on: 'poll', times: 1, status: 400 });
	const { items } = await run({ node: { retryOnFail: true, maxTries: 4 } });
	expect(items[0]?.json).toMatchObject({ status: 'completed', tokensUsed: 1 });
	expect(paid()).toBe(1);
});

it('the first item that knows the cost reports it', async () => {
	setup.sandbox.options.taskDurationMs = 400;
	const maxWaitTime = '={{ $json.n ? 60 : 2 }}';
	const { items } = await run({ items: 2 }, { maxWaitTime, onTimeout: 'returnTask' });
	expect(items.map(({ json }) => [json.status, json.tokensUsed])).toEqual([
		['inProgress', null],
		['completed', 1],
	]);
	expect(paid()).toBe(1);
});

it("with several files, tasks that 'Minimum Balance' forbids are not sent and do not block the key", async () => {
	const items = files('a', 'b', 'c');
	const low = await run(
		{ items, parameters: ALL, node: CONTINUE },
		{ minimumBalance: 1_000_000_000 },
	);
	expect(textsOf(low)).toHaveLength(3);
	expect(paid()).toBe(0);
	const { items: made } = await run({ items, parameters: ALL });
	expect(made.map(({ json }) => json.status)).toEqual(Array(3).fill('completed'));
	expect(paid()).toBe(3);
});
