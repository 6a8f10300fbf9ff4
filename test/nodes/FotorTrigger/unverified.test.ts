import { call, callOf, clean, startTrigger, type TriggerSetup } from './support';

let setup: TriggerSetup;
beforeAll(async () => {
	setup = await startTrigger();
});
afterAll(async () => await setup.close());
afterEach(() => expect(setup.host.thrown).toEqual([]));

const items = () => setup.host.executions.map((execution) => execution.map(({ json }) => json));

describe('without verification', () => {
	beforeEach(() => {
		clean(setup, { verifyWithApi: false });
		setup.host.withCredential = false;
	});

	test('uses the call itself as the result, without any request', async () => {
		const reply = await call(setup, {
			taskId: 'anything',
			status: 1,
			type: 'x',
			resultUrl: 's3://img-pub-fotor/a/b.png',
			// These fields aren't documented for webhook calls, so they are dropped.
			createTime: 1,
			creditsIncrement: 5,
			msg: 'hello',
			verified: true,
			error: 'x',
		});
		expect(reply.body.started).toBe(true);
		expect(items()).toEqual([
			[
				{
					taskId: 'anything',
					status: 'completed',
					type: 'x',
					resultUrl: 'https://pub-static.fotor.com/a/b.png',
					resultUrls: ['https://pub-static.fotor.com/a/b.png'],
					tokensUsed: null,
					createdAt: null,
					updatedAt: null,
					sensitiveContent: false,
					verified: false,
					receivedAt: expect.any(String) as string,
				},
			],
		]);
		expect(setup.sandbox.requests).toEqual([]);
	});

	test.each([
		['javascript:alert(1)'],
		['file:///etc/passwd'],
		['data:text/html,x'],
		['s3://unknown-bucket/x.png'],
		['//evil.example/x.png'],
		['x.png'],
	])('drops the URL %s', async (resultUrl) => {
		await call(setup, { taskId: `id-${resultUrl.length}`, status: 1, resultUrl });
		expect(items()).toMatchObject([[{ resultUrl: null, resultUrls: [] }]]);
	});

	test('outputs one item per headshot', async () => {
		const images = ['https://a.example/1.png', 'ftp://a.example/2.png', 'https://a.example/3.png'];
		await call(setup, {
			taskId: 'headshot',
			status: 1,
			type: 'avatar',
			resultUrl: '',
			avatarResult: [{ templateId: 't', images: images.map((url) => ({ url })) }],
		});
		expect(items()).toMatchObject([[{ resultUrl: images[0] }, { resultUrl: images[2] }]]);
	});

	test('drops repeated calls and the URLs of failed tasks', async () => {
		const body = { taskId: 'failed', status: 2, resultUrl: 'https://a.example/1.png' };
		await call(setup, body);
		const again = await call(setup, body);
		expect(again.body).toEqual({ received: true, started: false, reason: 'already received' });
		expect(items()).toMatchObject([[{ status: 'failed', resultUrls: [] }]]);
	});

	test('does not fetch files, since the URL may come from anyone', async () => {
		clean(setup, { verifyWithApi: false, options: { downloadResult: true } });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(setup.sandbox.requests).toEqual([]);
		expect(setup.host.executions[0]?.[0]?.binary).toBeUndefined();
	});
});
