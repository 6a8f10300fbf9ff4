import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { FotorApi } from '../../../credentials/FotorApi.credentials';
import { clock } from '../../../fotor/clock';
import { startFotor, type Fotor } from '../../../harness/engine/fotor';
import { closedAddress } from '../../support/gate';
import { steppedTime } from '../../support/time';

const FOTOR = 'n8n-nodes-fotor.fotor';
const UNKNOWN = 'f'.repeat(32);

let fotor: Fotor;
beforeAll(async () => {
	fotor = await startFotor();
});
afterAll(async () => await fotor.close());
beforeEach(() => fotor.sandbox.reset());
afterEach(() => jest.restoreAllMocks());

const task = async (
	operation: string,
	parameters: INodeParameters,
	more: object = {},
	input: INodeExecutionData[] = [{ json: { sku: 7 } }],
) =>
	await fotor.engine.run(
		FOTOR,
		{ resource: 'task', operation, ...parameters },
		{ input, mode: 'manual', ...more },
	);

describe('a manual run of the free Task → Wait', () => {
	it('says nothing about tokens used', async () => {
		const { taskId } = fotor.sandbox.addTask({});
		const { items, infos } = await task('wait', { taskId });
		expect(items[0]?.json).toMatchObject({ taskId, status: 'completed' });
		expect(infos).toEqual([]);
		expect(fotor.sandbox.requests.map(({ path }) => path)).not.toContain('/v1/credits');
	});

	it('does not warn of a second payment when it times out', async () => {
		steppedTime();
		const { taskId } = fotor.sandbox.addTask({ status: 0 });
		const { error } = await task('wait', { taskId, options: { maxWaitTime: 2 } });
		expect(error?.message).toBe(`Task ${taskId} was not finished after 2 s`);
		expect(error?.description).not.toMatch(/pay/);
	});

	it('says that Fotor does not recognize a task, just as Task → Get does', async () => {
		fotor.sandbox.fail({ on: 'poll', status: 404, times: Infinity });
		for (const operation of ['wait', 'get']) {
			const { error } = await task(operation, { taskId: UNKNOWN });
			expect(error?.message).toBe(`Fotor doesn't recognize task ${UNKNOWN}`);
			expect(error?.description).toMatch(/^Check 'Task ID'/);
			expect(error?.description).not.toMatch(/paid for, and|retry/);
		}
	});

	it('keeps the input fields in an item that it rejects', async () => {
		const options = { includeOtherFields: true };
		const node = { onError: 'continueRegularOutput' };
		const { items } = await task('wait', { taskId: '={{ $json.none }}', options }, { node });
		expect(items[0]?.json.sku).toBe(7);
		expect(items[0]?.json.error).toContain('Task ID');
	});
});

it.each([
	['task', 'get', 'poll', { taskId: UNKNOWN }],
	['account', 'getBalance', 'credits', {}],
])(
	'%s → %s, used as a tool, returns within 50 s, whatever Fotor does',
	async (resource, operation, on, more) => {
		for (const fault of [{ stall: true }, { retryAfter: 40 }]) {
			const time = steppedTime();
			const from = time.now;
			fotor.sandbox.fail({ on: on as 'poll', times: Infinity, ...fault });
			const call = fotor.engine.tool(FOTOR, { resource, operation, ...more }, {});
			await call().catch(() => undefined);
			expect(clock.now() - from).toBeLessThanOrEqual(50_000);
			expect(fotor.sandbox.requests.length).toBeGreaterThan(0);
			fotor.sandbox.reset();
			jest.restoreAllMocks();
		}
	},
);

it('Task → Submit gets the task type from a path that contains a model', async () => {
	const path = '/v1/aiart/text2video/kling-v3';
	const { items, error } = await task('submit', {
		path,
		body: JSON.stringify({ prompt: 'a boat', duration: 5 }),
		waitForCompletion: false,
	});
	expect(error).toBeUndefined();
	expect(items[0]?.json).toMatchObject({ status: 'submitted', type: 'text2video' });
});

it.each([
	['getRechargeLinks', "the top-up links can't be read"],
	['createTemporaryToken', 'no editor token was created'],
	['getBalance', "the token balance can't be read"],
])('%s reports what is missing if Fotor is unreachable', async (operation, what) => {
	steppedTime();
	const { url, apiKey } = fotor.sandbox;
	fotor.engine.addCredential(new FotorApi(), { apiKey, baseUrl: await closedAddress() });
	const { error } = await fotor.engine.run(FOTOR, { resource: 'account', operation });
	expect(error?.message).toContain(what);
	fotor.engine.addCredential(new FotorApi(), { apiKey, baseUrl: url });
});

describe('an account reply that differs from the documentation', () => {
	const account = async (operation: string) =>
		await fotor.engine.run(FOTOR, { resource: 'account', operation });

	it('is rejected if it has no list of top-up links', async () => {
		fotor.sandbox.fail({ on: 'links', body: { code: '000', msg: 'success', data: 'none' } });
		const { error } = await account('getRechargeLinks');
		expect(error?.message).toContain("the top-up links can't be read");
		expect(error?.description).toContain('no links in the reply');
	});

	it.each([
		['text instead of an object', 'none'],
		['an object without a token', { expire: 5 }],
	])('is rejected if it has no editor token: %s', async (_name, data) => {
		fotor.sandbox.fail({ on: 'token', body: { code: '000', msg: 'success', data } });
		const { error } = await account('createTemporaryToken');
		expect(error?.message).toContain('no editor token was created');
		expect(error?.description).toContain('no editor token in the reply');
	});

	it('gives an editor token without an expiry time', async () => {
		fotor.sandbox.fail({
			on: 'token',
			body: { code: '000', msg: 'success', data: { token: 'tp_1' } },
		});
		const { items } = await account('createTemporaryToken');
		expect(items[0]?.json).toMatchObject({ token: 'tp_1', expire: null, expiresAt: null });
	});
});
