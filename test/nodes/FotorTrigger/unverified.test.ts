import { call, callOf, clean, startBench, type Bench } from './support';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(async () => await bench.close());
afterEach(() => expect(bench.host.thrown).toEqual([]));

const items = () => bench.host.executions.map((execution) => execution.map(({ json }) => json));

describe('without verification', () => {
	beforeEach(() => {
		clean(bench, { verifyWithApi: false });
		bench.host.withCredential = false;
	});

	test('the call itself is the result, and nobody is asked', async () => {
		const reply = await call(bench, {
			taskId: 'anything',
			status: 1,
			type: 'x',
			resultUrl: 's3://img-pub-fotor/a/b.png',
			// Not documented for calls: not taken over.
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
		expect(bench.sandbox.requests).toEqual([]);
	});

	test.each([
		['javascript:alert(1)'],
		['file:///etc/passwd'],
		['data:text/html,x'],
		['s3://unknown-bucket/x.png'],
		['//evil.example/x.png'],
		['x.png'],
	])('the address %s does not come through', async (resultUrl) => {
		await call(bench, { taskId: `id-${resultUrl.length}`, status: 1, resultUrl });
		expect(items()).toMatchObject([[{ resultUrl: null, resultUrls: [] }]]);
	});

	test('headshots give one item a picture', async () => {
		const images = ['https://a.example/1.png', 'ftp://a.example/2.png', 'https://a.example/3.png'];
		await call(bench, {
			taskId: 'headshot',
			status: 1,
			type: 'avatar',
			resultUrl: '',
			avatarResult: [{ templateId: 't', images: images.map((url) => ({ url })) }],
		});
		expect(items()).toMatchObject([[{ resultUrl: images[0] }, { resultUrl: images[2] }]]);
	});

	test('repeats are left out, failed tasks have no addresses', async () => {
		const body = { taskId: 'failed', status: 2, resultUrl: 'https://a.example/1.png' };
		await call(bench, body);
		const again = await call(bench, body);
		expect(again.body).toEqual({ received: true, started: false, reason: 'already received' });
		expect(items()).toMatchObject([[{ status: 'failed', resultUrls: [] }]]);
	});

	test('files are not fetched: the address is anybody’s', async () => {
		clean(bench, { verifyWithApi: false, options: { downloadResult: true } });
		await call(bench, callOf(bench.sandbox.addTask({})));
		expect(bench.sandbox.requests).toEqual([]);
		expect(bench.host.executions[0]?.[0]?.binary).toBeUndefined();
	});
});
