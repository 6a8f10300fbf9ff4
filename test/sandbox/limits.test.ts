import { samplePhoto } from '../../sandbox';
import { retryAfter, RateLimiter } from '../../sandbox/http/rateLimit';
import { client, closeAll, type Reply, sandboxFor, submit } from './support';

afterEach(closeAll);

const BODY = {
	userImageUrl: `data:image/jpeg;base64,${samplePhoto().data.toString('base64')}`,
};

describe('the rate limit', () => {
	it('limits the number of requests in a sliding time window', () => {
		const limiter = new RateLimiter();
		const limit = { requests: 2, perMs: 100 };
		expect([0, 10, 20, 99].map((now) => limiter.check(limit, now))).toEqual([
			undefined,
			undefined,
			80,
			1,
		]);
		expect(limiter.check(limit, 101)).toBeUndefined();
		expect(limiter.check(limit, 102)).toBe(8);
	});

	it('replies with 429 and a Retry-After in the requested format', async () => {
		const sandbox = await sandboxFor({
			rateLimit: { requests: 1, perMs: 60_000, retryAfter: 'seconds' },
		});
		const get = async () => await client(sandbox).get<Reply>('/v1/credits');
		expect((await get()).status).toBe(200);
		const limited = await get();
		expect(limited.status).toBe(429);
		expect(limited.data.msg).toBe('Rate limit');
		expect(limited.headers['retry-after']).toBe('60');
		expect(retryAfter('date', 1_500, 0)).toBe('Thu, 01 Jan 1970 00:00:02 GMT');
		expect(retryAfter(undefined, 1_500, 0)).toBeUndefined();
	});

	it('can apply to only one kind of request', async () => {
		const sandbox = await sandboxFor({ rateLimit: { requests: 1, perMs: 60_000, on: 'sign' } });
		const get = async (path: string) => (await client(sandbox).get<Reply>(path)).status;
		const sign = '/v1/upload/sign?type=img2img&suffix=png';
		expect([await get('/v1/credits'), await get('/v1/credits')]).toEqual([200, 200]);
		expect([await get(sign), await get(sign)]).toEqual([200, 429]);
	});
});

it('replies with 429 while too many tasks are in progress', async () => {
	const sandbox = await sandboxFor({ concurrentTasks: 1, taskDurationMs: 60_000 });
	expect((await submit(sandbox, '/v1/aiart/retouchskin', BODY)).status).toBe(200);
	expect((await submit(sandbox, '/v1/aiart/retouchskin', BODY)).status).toBe(429);
	expect(sandbox.submissions).toHaveLength(1);
});

it('adds latency to every request', async () => {
	const sandbox = await sandboxFor({ latencyMs: 200 });
	const started = Date.now();
	await client(sandbox).get('/v1/credits');
	expect(Date.now() - started).toBeGreaterThanOrEqual(195);
});
