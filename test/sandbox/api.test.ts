import axios from 'axios';

import { samplePhoto } from '../../sandbox';
import { client, closeAll, poll, type Reply, run, sandboxFor, submit, until } from './support';

afterEach(closeAll);

const UPSCALE = {
	userImageUrl: `data:image/jpeg;base64,${samplePhoto().data.toString('base64')}`,
	upscaling_resize: 2,
	max_image_width: 2048,
	max_image_height: 2048,
};

describe('authorization', () => {
	it.each([
		['a missing key', {}],
		['a wrong key', { Authorization: 'Bearer other' }],
		['the key without Bearer', { Authorization: 'sandbox-key' }],
	])('replies with 401 to %s and charges nothing', async (_name, headers) => {
		const sandbox = await sandboxFor();
		const { status } = await axios.post(`${sandbox.url}/v1/aiart/imgupscale`, UPSCALE, {
			headers,
			validateStatus: null,
		});
		expect(status).toBe(401);
		expect(sandbox.submissions).toHaveLength(0);
		expect(sandbox.credits.remaining).toBe(1000);
	});

	it('accepts a custom key', async () => {
		const sandbox = await sandboxFor({ apiKey: 'sk_mine' });
		const { data } = await client(sandbox).get<Reply>('/v1/credits');
		expect(data.code).toBe('000');
	});
});

describe('validation of submissions', () => {
	it.each([
		['/v1/aiart/imgupscale', { ...UPSCALE, max_image_width: undefined }, 'max_image_width'],
		['/v1/aiart/imgupscale', { ...UPSCALE, upscaling_resize: '2' }, 'upscaling_resize'],
		['/v1/aiart/replacer', { imageUrl: 'a', content: '', maskImageUrl: 'b' }, 'content'],
		['/v1/aiart/avatar', { userImageUrl: 'a', avatarTemplateParams: [{ num: 1 }] }, 'templateId'],
		['/v1/aiart/startend2video/kling-v3', { prompt: 'a', imageUrls: ['b'] }, 'imageUrls'],
		['/v1/aiart/imagegeneration/m', { width: 8, height: 8 }, 'content'],
	])('replies with 400 to invalid input for %s and names the field', async (path, body, field) => {
		const sandbox = await sandboxFor();
		const { status, data } = await submit(sandbox, path, body);
		expect(status).toBe(400);
		expect(data).toEqual({
			code: '400',
			msg: expect.stringContaining(field) as string,
			data: null,
		});
		expect(sandbox.submissions).toHaveLength(0);
	});

	it("uses Fotor's wording for the two known messages", async () => {
		const sandbox = await sandboxFor();
		const path = '/v1/aiart/ecommercelistingset';
		expect((await submit(sandbox, path, {})).data.msg).toBe('image_urls is required');
		expect((await submit(sandbox, path, { image_urls: ['a'], num: 9 })).data.msg).toBe(
			'num must be between 1 and 8',
		);
	});

	it('replies with 400 to invalid JSON and with 404 to an unknown path', async () => {
		const sandbox = await sandboxFor();
		const headers = { 'Content-Type': 'application/json' };
		const broken = await client(sandbox).post<Reply>('/v1/aiart/imgupscale', '{"a":', { headers });
		expect(broken.status).toBe(400);
		const unknown = await submit(sandbox, '/v1/aiart/none', UPSCALE);
		expect(unknown.status).toBe(404);
		expect(unknown.data.data).toBeNull();
		expect(sandbox.submissions).toHaveLength(0);
	});
});

describe('billing', () => {
	it('tokens are deducted when a task is accepted, and the finished task reports them', async () => {
		const sandbox = await sandboxFor({ credits: 10 });
		const task = await run(sandbox, '/v1/aiart/imgupscale', UPSCALE);
		expect(task.creditsIncrement).toBe(1);
		expect(sandbox.credits).toEqual({ total: 10, remaining: 9 });
	});

	it('tokens are refunded if the task fails', async () => {
		const sandbox = await sandboxFor({ credits: 10 });
		const task = await run(sandbox, '/v1/aiart/imgupscale', {
			...UPSCALE,
			userImageUrl: 'data:image/png;base64,AAAA',
		});
		expect(task).toMatchObject({ status: 2, creditsIncrement: 0, resultUrl: '' });
		expect(sandbox.credits.remaining).toBe(10);
	});

	it('a headshot costs one token, and an image in a listing set costs eight', async () => {
		const sandbox = await sandboxFor({ credits: 100 });
		const { userImageUrl } = UPSCALE;
		await submit(sandbox, '/v1/aiart/avatar', {
			userImageUrl,
			avatarTemplateParams: [
				{ templateId: 'a', num: 2 },
				{ templateId: 'b', num: 3 },
			],
		});
		expect(sandbox.credits.remaining).toBe(95);
		const { data } = await submit(sandbox, '/v1/aiart/ecommercelistingset', {
			image_urls: [userImageUrl],
			num: 2,
		});
		expect(data.data?.creditsIncrement).toBe(16);
		expect(sandbox.credits.remaining).toBe(79);
	});

	it('an account without enough tokens gets code 510 with HTTP 200, and nothing is accepted', async () => {
		const sandbox = await sandboxFor({ credits: 1 });
		await submit(sandbox, '/v1/aiart/imgupscale', UPSCALE);
		const { status, data } = await submit(sandbox, '/v1/aiart/imgupscale', UPSCALE);
		expect({ status, ...data }).toEqual({
			status: 200,
			code: '510',
			msg: 'No enough credits',
			data: null,
		});
		expect(sandbox.submissions).toHaveLength(1);
	});

	it('the API returns the balance, recharge links and temporary tokens', async () => {
		const sandbox = await sandboxFor({ credits: 7 });
		const get = async (path: string) => (await client(sandbox).get<{ data: unknown }>(path)).data;
		expect(await get('/v1/credits')).toMatchObject({
			code: '000',
			data: { businessId: '', total: 7, remaining: 7 },
		});
		expect(await get('/v1/payment/links')).toMatchObject({ data: [{ credits: 500 }] });
		const before = Date.now();
		const { data } = (await get('/v1/aiart/credentials?timeout=60')) as {
			data: { token: string; expire: number };
		};
		expect(data.token).toMatch(/^tp_[0-9a-f]{32}$/);
		expect(data.expire).toBeGreaterThanOrEqual(before + 60_000);
		expect(data.expire).toBeLessThan(Date.now() + 61_000);
	});
});

describe('a task', () => {
	it('is in progress for its duration and then completed', async () => {
		const sandbox = await sandboxFor({
			taskDurationMs: { '/v1/aiart/imgupscale': 300, '*': 60_000 },
		});
		const path = '/v1/aiart/imgupscale';
		const { data } = await submit(sandbox, path, UPSCALE);
		const taskId = String(data.data?.taskId);
		expect(await poll(sandbox, taskId)).toMatchObject({
			taskId,
			status: 0,
			type: 'imgupscale',
			resultUrl: '',
			hasHsfw: false,
			creditsIncrement: null,
		});
		const task = await run(sandbox, path, UPSCALE);
		expect(task.status).toBe(1);
		const took = Number(task.updateTime) - Number(task.createTime);
		expect(took).toBeGreaterThanOrEqual(295);
		expect(took).toBeLessThan(5_000);
	});

	it('has the duration configured for its path, even if that path contains {model_id}', async () => {
		const sandbox = await sandboxFor({
			taskDurationMs: { '/v1/aiart/text2video/{model_id}': 0, '*': 60_000 },
		});
		const task = await run(sandbox, '/v1/aiart/text2video/kling-v3', { prompt: 'a' });
		expect(task).toMatchObject({ status: 1, type: 'text2video' });
	});

	it("fails with a reason if its image can't be fetched", async () => {
		const sandbox = await sandboxFor();
		const own = `${sandbox.url}/files/none.png`;
		for (const userImageUrl of [own, 'https://example.com/a.png', 'text', 'data:text/plain,a']) {
			const task = await run(sandbox, '/v1/aiart/imgupscale', { ...UPSCALE, userImageUrl });
			expect(task.status).toBe(2);
			expect(task.msg).toMatch(/failed/);
		}
	});

	it('can use the sample image instead of an external URL', async () => {
		const sandbox = await sandboxFor({ foreignInputs: 'sample' });
		const task = await run(sandbox, '/v1/aiart/imgupscale', {
			...UPSCALE,
			userImageUrl: 'https://example.com/a.png',
		});
		expect(task.status).toBe(1);
	});

	it('returns a code other than success if its ID is unknown', async () => {
		const sandbox = await sandboxFor();
		const { status, data } = await client(sandbox).get<Reply>('/v1/aiart/tasks/none');
		expect(status).toBe(200);
		expect(data.code).toBe('999');
	});

	it('can be added directly, with any status and fields', async () => {
		const sandbox = await sandboxFor();
		const done = sandbox.addTask({});
		expect(await poll(sandbox, done.taskId)).toMatchObject({
			status: 1,
			resultUrl: expect.stringMatching(/^http:.*landscape\.jpg$/) as string,
		});
		const odd = sandbox.addTask({ status: 'completed', overrides: { result: 5, hasHsfw: null } });
		expect(await poll(sandbox, odd.taskId)).toMatchObject({
			status: 'completed',
			result: 5,
			hasHsfw: null,
		});
	});
});

describe('the request record', () => {
	it('keeps each request with its reply', async () => {
		const sandbox = await sandboxFor();
		await submit(sandbox, '/v1/aiart/imgupscale', UPSCALE);
		await client(sandbox).get('/v1/upload/sign?type=img2img&suffix=jpg');
		await until(() => sandbox.requests[1]?.ended);
		expect(sandbox.requests).toMatchObject([
			{
				method: 'POST',
				path: '/v1/aiart/imgupscale',
				body: UPSCALE,
				bytes: JSON.stringify(UPSCALE).length,
				answered: 200,
				ended: 'answered',
			},
			{ method: 'GET', path: '/v1/upload/sign', query: { type: 'img2img', suffix: 'jpg' } },
		]);
		expect(sandbox.requests[0]?.headers.authorization).toBe('Bearer sandbox-key');
	});

	it('includes the peak number of parallel tasks, and is cleared on reset', async () => {
		const sandbox = await sandboxFor({ taskDurationMs: 60_000 });
		await submit(sandbox, '/v1/aiart/imgupscale', UPSCALE);
		await submit(sandbox, '/v1/aiart/imgupscale', UPSCALE);
		expect(sandbox.peakInFlight).toBe(2);
		sandbox.fail({ on: 'credits', status: 500 });
		sandbox.reset();
		expect(sandbox.stats()).toEqual({
			credits: { total: 1000, remaining: 1000 },
			submissions: 0,
			requests: 0,
			inFlight: 0,
			peakInFlight: 0,
			tasks: 0,
		});
		expect((await client(sandbox).get('/v1/credits')).status).toBe(200);
	});
});
