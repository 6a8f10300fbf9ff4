import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { retryData } from '../../../harness/engine/core';
import {
	startUpscaler,
	textOf,
	UPSCALER,
	type UpscaleOptions,
	type UpscalerSetup,
} from '../../../harness/engine/upscaler';
import { FotorUpscaler } from '../../../nodes/FotorUpscaler/FotorUpscaler.node';
import { speedUp } from '../../support/time';

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
	key = `parcel-${keys++}`;
});
afterEach(() => jest.restoreAllMocks());

const paid = () => setup.sandbox.submissions.length;
const run = async (more: UpscaleOptions = {}, options: INodeParameters = {}) =>
	await setup.upscale({
		options: { taskKey: key, ...options },
		executionId: String(++keys + 100),
		...more,
	});
/** Runs the node as if in a new process, by default without static data. */
const restarted = async (options: INodeParameters, staticData: IDataObject = {}) => {
	let text = '';
	await jest.isolateModulesAsync(async () => {
		const fresh = await import('../../../nodes/FotorUpscaler/FotorUpscaler.node');
		setup.engine.addNode(UPSCALER, new fresh.FotorUpscaler());
		text = textOf(await run({ staticData }, options));
	});
	setup.engine.addNode(UPSCALER, new FotorUpscaler());
	return text;
};

it('a retry whose own task has ended does not take the key from a task paid for later', async () => {
	setup.sandbox.fail({ on: 'poll', status: 400, times: 1 });
	const first = await run();
	expect(textOf(first)).toMatch(/so the status of task \w+ can't be read/);
	setup.sandbox.fail({ on: 'poll', taskStatus: 2, times: 1 });
	await run();
	const third = await run();
	expect(third.items[0]?.json.status).toBe('completed');
	expect(paid()).toBe(2);

	setup.sandbox.fail({ on: 'poll', taskStatus: 2, times: 1 });
	const retry = await run({ resume: retryData(first) });
	expect(textOf(retry)).toMatch(/without a result/);
	const last = await run();
	expect(last.items[0]?.json.taskId).toBe(third.items[0]?.json.taskId);
	expect(paid()).toBe(2);
});

it("a retry with changed fields gets its key's task, without a hint about paying again", async () => {
	setup.sandbox.fail({ on: 'poll', status: 400, times: 1 });
	const resume = retryData(await run());
	const entry = resume.executionData?.nodeExecutionStack[0];
	if (!entry) throw new Error('nothing to retry');
	entry.node = { ...entry.node, parameters: { ...entry.node.parameters, scale: 4 } };
	const retry = await run({ resume });
	expect(retry.items[0]?.json.status).toBe('completed');
	expect(retry.hints).toEqual([]);
	expect(paid()).toBe(1);
});

it("a stopped execution does not wait for another one that is paying for the key's task", async () => {
	setup.sandbox.fail({ on: 'submit', delayMs: 900, times: 1 });
	const first = run();
	while (!setup.sandbox.requests.some(({ method }) => method === 'POST')) await sleep(2);
	const second = await run({
		onStart: (cancel) => {
			void sleep(50).then(cancel);
		},
	});
	// The other execution is still paying, since its submission has no reply yet.
	expect(setup.sandbox.requests.find(({ method }) => method === 'POST')?.ended).toBeUndefined();
	expect(second.items).toEqual([]);
	expect((await first).items[0]?.json.status).toBe('completed');
	expect(paid()).toBe(1);
});

it('looking up a used key does not extend its lifetime', async () => {
	const { now } = Date;
	// Mocks Date, because `restarted` loads its own copy of `clock`.
	const on = (day: number) =>
		jest.spyOn(Date, 'now').mockImplementation(() => now() + day * 86_400_000);
	const options = { taskKeyDays: 1 };
	expect(await restarted(options)).toBe('');
	for (const day of [0, 1]) {
		on(day);
		expect(await restarted(options)).toMatch(/was used before/);
	}
	on(2);
	expect(await restarted(options)).toBe('');
	expect(paid()).toBe(2);
});

it('a paid task is not lost if the static data is changed elsewhere', async () => {
	const { staticData } = await run({}, { taskKey: `${key}-0` });
	const [name = ''] = Object.keys(staticData);
	const odd = { [name]: { fotorKeys: { odd: null, other: 5 } } };
	const first = await run({ staticData: odd });
	expect(first.error).toBeUndefined();
	const again = await run({ staticData: odd });
	expect(again.items[0]?.json.taskId).toBe(first.items[0]?.json.taskId);
	expect(paid()).toBe(2);
});
