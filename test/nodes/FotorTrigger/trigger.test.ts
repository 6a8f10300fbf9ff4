import { clean, call, callOf, skipWaits, startTrigger, type TriggerSetup } from './support';

let setup: TriggerSetup;
beforeAll(async () => {
	setup = await startTrigger();
});
afterAll(async () => await setup.close());
beforeEach(() => clean(setup));
afterEach(() => {
	jest.restoreAllMocks();
	expect(setup.host.thrown).toEqual([]);
});

const looks = () => setup.sandbox.requests.filter(({ path }) => path.includes('/tasks/')).length;
const items = () => setup.host.executions.map((execution) => execution.map(({ json }) => json));

describe('a genuine call', () => {
	test("starts the workflow with the API's data about the task", async () => {
		const task = setup.sandbox.addTask({ type: 'imgupscale', price: 3 });
		const before = Date.now();
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
					tokensUsed: 3,
					createdAt: new Date(task.createTime).toISOString(),
					updatedAt: new Date(task.updateTime).toISOString(),
					sensitiveContent: false,
					verified: true,
					receivedAt: expect.any(String) as string,
				},
			],
		]);
		const receivedAt = Date.parse(items()[0]?.[0]?.receivedAt as string);
		expect(receivedAt).toBeGreaterThanOrEqual(before);
		expect(receivedAt).toBeLessThanOrEqual(Date.now());
		expect(looks()).toBe(1);
		expect(setup.host.executions[0]?.[0]?.binary).toBeUndefined();
	});

	test('outputs one item per image of a headshot task', async () => {
		const images = ['a', 'b'].map((id) => ({
			id,
			url: `s3://img-pub-fotor/${id}.jpg`,
			hasHsfw: false,
		}));
		const task = setup.sandbox.addTask({
			type: 'avatar',
			avatarResult: [{ templateId: 'office', images }],
		});
		await call(setup, callOf(task));
		const urls = ['a', 'b'].map((id) => `https://pub-static.fotor.com/${id}.jpg`);
		expect(items()).toMatchObject([
			urls.map((resultUrl) => ({ resultUrl, resultUrls: urls, templateId: 'office' })),
		]);
	});

	test('outputs one item per scene of a listing set, although the call names no scenes', async () => {
		const task = setup.sandbox.addTask({
			type: 'ecommercelistingset',
			resultUrl: '',
			result: ['https://pub-static.fotor.com/1.jpg', 'https://pub-static.fotor.com/2.jpg'],
		});
		await call(setup, callOf(task));
		expect(items()).toMatchObject([[{ scene: 'Scene 1' }, { scene: 'Scene 2' }]]);
	});

	test('includes the reason if the task failed', async () => {
		const task = setup.sandbox.addTask({ status: 2, msg: 'no face found' });
		await call(setup, callOf(task));
		expect(items()).toMatchObject([
			[{ status: 'failed', reason: 'no face found', resultUrl: null }],
		]);
	});

	test('includes no reason if the task completed, whatever message Fotor sends', async () => {
		const task = setup.sandbox.addTask({ msg: 'success' });
		await call(setup, callOf(task));
		expect(items()[0]?.[0]).not.toHaveProperty('reason');
	});

	test('passes a type filter even if only the call names the type', async () => {
		clean(setup, { options: { taskTypes: 'imgupscale' } });
		const task = setup.sandbox.addTask({ type: 'imgupscale', overrides: { type: null } });
		expect((await call(setup, callOf(task))).body.started).toBe(true);
		expect(items()).toMatchObject([[{ type: null, verified: true }]]);
	});

	test.each([
		[3, 'timedOut'],
		[4, 'cancelled'],
	])('may report "failed" for a task with API status %i (%s)', async (status, word) => {
		const task = setup.sandbox.addTask({ status });
		const reply = await call(setup, { ...callOf(task), status: 2 });
		expect(reply.status).toBe(200);
		expect(items()).toMatchObject([[{ status: word, verified: true }]]);
	});

	test.each([1, 2])('may have the wrong content type (node version %i)', async (typeVersion) => {
		setup.host.typeVersion = typeVersion;
		const task = setup.sandbox.addTask({});
		const headers = { 'Content-Type': 'application/octet-stream' };
		const reply = await call(setup, JSON.stringify(callOf(task)), { headers });
		expect(reply.body.started).toBe(true);
	});

	test('is handled the same way if the sandbox sends it', async () => {
		const { sandbox, host } = setup;
		sandbox.options.webhook = { url: host.url };
		const result = await setup.engine.run('n8n-nodes-fotor.fotorTextToImage', {
			prompt: 'a boat',
			aspectRatio: '1:1',
			waitForCompletion: false,
			options: {},
		});
		const { taskId } = result.items[0]?.json ?? {};
		await until(() => host.executions.length > 0);
		expect(items()).toMatchObject([[{ taskId, status: 'completed', verified: true }]]);
		await until(() => sandbox.webhookCalls[0]?.answered !== undefined);
		expect(sandbox.webhookCalls[0]?.answered).toBe(200);
		delete sandbox.options.webhook;
	});
});

describe('a forged call', () => {
	const refused = { received: false, started: false, reason: 'not confirmed by Fotor' };

	test.each([
		['body code 999', {}],
		['status 404', { status: 404 }],
		['an HTML page with status 404', { status: 404, html: true }],
		['success without a task', { withoutData: true }],
		['success without a status', { body: { code: '000', data: {} } }],
	])('starts nothing for a task that Fotor does not recognize (%s)', async (name, fault) => {
		skipWaits();
		if (Object.keys(fault).length) setup.sandbox.fail({ on: 'poll', times: Infinity, ...fault });
		const reply = await call(setup, {
			taskId: 'f'.repeat(32),
			status: 1,
			resultUrl: 'https://evil.example/x.png',
		});
		expect(reply).toEqual({ status: 403, body: refused });
		expect(items()).toEqual([]);
		// Code 999 may be temporary, so the node asks again and then checks whether the key works.
		expect(looks()).toBeLessThanOrEqual(
			['body code 999', 'an HTML page with status 404'].includes(name) ? 5 : 2,
		);
	});

	test.each([
		[1, 2],
		[1, 4],
		[2, 1],
	])(
		'starts nothing if it reports status %i for a task with status %i',
		async (claimed, status) => {
			const task = setup.sandbox.addTask({ status });
			const reply = await call(setup, { ...callOf(task), status: claimed });
			expect(reply).toEqual({ status: 403, body: refused });
			expect(items()).toEqual([]);
			expect(looks()).toBe(1);
		},
	);

	test.each([
		['https://evil.example/x.png'],
		['https://fotor.com.evil.example/x.png'],
		['https://notfotor.com/x.png'],
		['http://pub-static.fotor.com@evil.example/x.png'],
		['javascript:alert(1)'],
		['s3://someone-else/x.png'],
		['//evil.example/x.png'],
	])('starts nothing with the result URL %s', async (resultUrl) => {
		const task = setup.sandbox.addTask({});
		const reply = await call(setup, { ...callOf(task), resultUrl });
		expect(reply).toEqual({ status: 403, body: refused });
		expect(items()).toEqual([]);
	});

	test("can't hide an external URL among or next to a task's headshots", async () => {
		const image = (url: string) => ({ id: '1', url, hasHsfw: false });
		const good = 'https://pub-static.fotor.com/1.jpg';
		const task = setup.sandbox.addTask({
			avatarResult: [{ templateId: 't', images: [image(good)] }],
		});
		const forged = [
			{
				avatarResult: [{ templateId: 't', images: [image(good), image('https://evil.example/')] }],
			},
			{ resultUrl: 'https://evil.example/' },
		];
		for (const change of forged) {
			expect((await call(setup, { ...callOf(task), ...change })).status).toBe(403);
		}
		expect(items()).toEqual([]);
	});

	test("outputs only the API's URL, even if the call contains a different URL on Fotor's own host", async () => {
		const task = setup.sandbox.addTask({});
		await call(setup, { ...callOf(task), resultUrl: `${setup.sandbox.url}/files/other.png` });
		expect(items()).toMatchObject([[{ resultUrl: task.resultUrl }]]);
	});

	test("doesn't start the workflow if it spells the task ID differently, even if the API accepts that spelling", async () => {
		const task = setup.sandbox.addTask({});
		const data = { taskId: task.taskId, status: 1, resultUrl: task.resultUrl };
		setup.sandbox.fail({ on: 'poll', body: { code: '000', data }, times: Infinity });
		const taskId = task.taskId.toUpperCase().padEnd(33, '-');
		const reply = await call(setup, { ...callOf(task), taskId });
		expect(reply).toEqual({ status: 403, body: refused });
		expect(items()).toEqual([]);
	});

	describe.each(['emit', 'reject'])(
		'while Fotor echoes the API key (setting: %s)',
		(onVerificationUnavailable) => {
			test.each([
				['in a 403 reply', { status: 403 }],
				['in a 500 reply', { status: 500 }],
				['in a message about the task', { code: '999' }],
			])('does not leak the key (%s)', async (_name, fault) => {
				clean(setup, { onVerificationUnavailable });
				skipWaits();
				const { apiKey } = setup.sandbox;
				const msg = `no access with ${apiKey}\n${apiKey}\u0000`;
				setup.sandbox.fail({ on: 'poll', times: Infinity, ...fault, msg });
				const reply = await call(setup, { taskId: 'a'.repeat(100), status: 1 });
				expect(reply).toEqual({ status: 403, body: refused });
				expect(items()).toEqual([]);
				expect(setup.host.logs).toEqual([expect.stringContaining('no access with …') as string]);
				expect(setup.host.logs[0]).not.toContain(apiKey);
				expect(setup.host.logs[0]).toMatch(/^\P{Cc}{1,600}$/u);
			});
		},
	);

	test('does not block the genuine call', async () => {
		const task = setup.sandbox.addTask({});
		await call(setup, { ...callOf(task), resultUrl: 'https://evil.example/x.png' });
		expect((await call(setup, callOf(task))).body.started).toBe(true);
	});
});

describe('a call that is ahead of or behind the API', () => {
	test('a "completed" call waits briefly for the API to catch up', async () => {
		const time = skipWaits();
		const task = setup.sandbox.addTask({ status: 1 });
		setup.sandbox.fail({ on: 'poll', times: 2, taskStatus: 0 });
		const reply = await call(setup, callOf(task));
		expect(reply.body.started).toBe(true);
		expect(items()).toMatchObject([[{ status: 'completed', verified: true }]]);
		expect(time.waits).toEqual([500, 1_500]);
	});

	test('a "completed" call waits for the result URL', async () => {
		skipWaits();
		const task = setup.sandbox.addTask({});
		setup.sandbox.fail({ on: 'poll', noResultUrl: true });
		await call(setup, callOf(task));
		expect(items()).toMatchObject([[{ resultUrl: task.resultUrl }]]);
	});

	test('a "completed" call without a URL starts the workflow with a notice', async () => {
		const time = skipWaits();
		const task = setup.sandbox.addTask({ resultUrl: '' });
		await call(setup, callOf(task));
		expect(items()).toMatchObject([
			[{ verified: true, resultUrl: null, notice: expect.stringContaining('no result') as string }],
		]);
		expect(time.waits).toEqual([500, 1_500, 3_000]);
	});

	test.each([
		['becomes unavailable', { status: 503 }],
		['no longer returns the task', { code: '999' }],
	])('a confirmed call without a URL stays confirmed if the API %s', async (_name, fault) => {
		clean(setup, { onVerificationUnavailable: 'reject' });
		skipWaits();
		const task = setup.sandbox.addTask({});
		setup.sandbox.fail({ on: 'poll', noResultUrl: true });
		setup.sandbox.fail({ on: 'poll', times: Infinity, ...fault });
		const reply = await call(setup, callOf(task));
		expect(reply.status).toBe(200);
		expect(items()).toMatchObject([[{ status: 'completed', verified: true, resultUrl: null }]]);
	});

	test('a "completed" call for a task that stays in progress is rejected', async () => {
		const time = skipWaits();
		const task = setup.sandbox.addTask({ status: 0 });
		const reply = await call(setup, { ...callOf(task), status: 1 });
		expect(reply.status).toBe(403);
		expect(items()).toEqual([]);
		expect(time.waits).toEqual([500, 1_500, 3_000]);
	});

	test('an "in progress" call for a task that has ended is ignored', async () => {
		clean(setup, { events: ['inProgress', 'completed'] });
		const task = setup.sandbox.addTask({});
		const reply = await call(setup, { ...callOf(task), status: 0, resultUrl: '' });
		expect(reply).toMatchObject({ status: 200, body: { received: true, started: false } });
		// The task's completion still starts the workflow.
		expect((await call(setup, callOf(task))).body.started).toBe(true);
		expect(items()).toMatchObject([[{ status: 'completed' }]]);
	});

	test('"in progress" and "completed" are separate events of the same task', async () => {
		clean(setup, { events: ['inProgress', 'completed'] });
		const task = setup.sandbox.addTask({ status: 0 });
		await call(setup, callOf(task));
		Object.assign(task, { status: 1, resultUrl: 'https://pub-static.fotor.com/x.jpg' });
		await call(setup, callOf(task));
		expect(items()).toMatchObject([[{ status: 'inProgress' }], [{ status: 'completed' }]]);
	});
});

describe('the filters for events and types', () => {
	test.each([
		['an unselected event', { events: ['failed'] }, {}],
		['an event that is not selected by default', {}, { status: 0 }],
		['an unknown status', {}, { status: 7 }],
		['an unselected type', { options: { taskTypes: 'avatar, img2img' } }, {}],
	])(
		'a call with %s is acknowledged without asking Fotor and starts nothing',
		async (_name, parameters, change) => {
			clean(setup, parameters);
			const task = setup.sandbox.addTask({});
			const reply = await call(setup, { ...callOf(task), ...change });
			expect(reply).toMatchObject({ status: 200, body: { received: true, started: false } });
			expect(reply.body.reason).toMatch(/not selected/);
			expect(items()).toEqual([]);
			expect(looks()).toBe(0);
		},
	);

	test('a call with a selected type starts the workflow, regardless of case', async () => {
		clean(setup, { options: { taskTypes: 'avatar, ImgUpscale' } });
		const task = setup.sandbox.addTask({});
		expect((await call(setup, callOf(task))).body.started).toBe(true);
	});

	test.each([
		['the wrong type', 'avatar'],
		['no type', undefined],
	])('a call with %s is filtered by the type that the API reports', async (_name, type) => {
		clean(setup, { options: { taskTypes: 'avatar' } });
		const task = setup.sandbox.addTask({ type: 'imgupscale' });
		const reply = await call(setup, { ...callOf(task), type });
		expect(reply).toMatchObject({ status: 200, body: { started: false } });
		expect(looks()).toBe(1);
	});
});

async function until(ready: () => boolean): Promise<void> {
	while (!ready()) await new Promise((resolve) => setImmediate(resolve));
}
