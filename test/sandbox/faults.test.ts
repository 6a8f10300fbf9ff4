import type { Fault, Sandbox } from '../../sandbox';
import { samplePhoto } from '../../sandbox';
import { client, closeAll, poll, type Reply, run, sandboxFor, submit, until } from './support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await sandboxFor();
});
beforeEach(() => sandbox.reset());
afterAll(closeAll);

const PATH = '/v1/aiart/retouchskin';
const body = () => ({ userImageUrl: sandbox.publish('a.jpg', samplePhoto().data) });

const credits = async (config = {}) => await client(sandbox).get<unknown>('/v1/credits', config);

/** The error code of a request that gets no complete reply. */
const broken = async (request: Promise<unknown>): Promise<unknown> =>
	await request.then(
		() => 'no error',
		(error: { code?: string }) => error.code,
	);

describe('a fault', () => {
	it('hits `times` requests after skipping `after` requests', async () => {
		sandbox.fail({ on: 'credits', status: 503, times: 2, after: 1 });
		const statuses: number[] = [];
		for (let at = 0; at < 5; at++) statuses.push((await credits()).status);
		expect(statuses).toEqual([200, 503, 503, 200, 200]);
	});

	it('hits every request if `times` is Infinity, until faults are cleared', async () => {
		sandbox.fail({ on: 'credits', status: 500, times: Infinity });
		for (let at = 0; at < 3; at++) expect((await credits()).status).toBe(500);
		sandbox.clearFaults();
		expect((await credits()).status).toBe(200);
	});

	it('hits only requests of its kind and path', async () => {
		sandbox.fail({ on: 'submit', path: '/v1/aiart/colorize', status: 500 });
		sandbox.fail({ on: 'poll', path: '/v1/aiart/colorize', status: 502 });
		const { status, data } = await submit(sandbox, PATH, body());
		expect(status).toBe(200);
		const other = await client(sandbox).get(`/v1/aiart/tasks/${String(data.data?.taskId)}`);
		expect(other.status).toBe(200);
		expect((await submit(sandbox, '/v1/aiart/colorize', body())).status).toBe(500);
		const colored = sandbox.addTask({ path: '/v1/aiart/colorize' });
		expect((await client(sandbox).get(`/v1/aiart/tasks/${colored.taskId}`)).status).toBe(502);
	});

	it('hits requests for any model if the path of the fault contains {model_id}', async () => {
		sandbox.fail({ on: 'submit', path: '/v1/aiart/text2video/{model_id}', status: 500 });
		const { status } = await submit(sandbox, '/v1/aiart/text2video/kling-v3', { prompt: 'a' });
		expect(status).toBe(500);
	});
});

describe('a fault that changes the reply', () => {
	it.each<[string, Omit<Fault, 'on'>, number, unknown]>([
		['a status', { status: 500 }, 500, { code: '500', msg: 'Internal Server Error', data: null }],
		['a code', { code: '999', msg: 'no' }, 200, { code: '999', msg: 'no', data: null }],
		['a body', { status: 418, body: { a: 1 } }, 418, { a: 1 }],
		['an empty body', { empty: true }, 200, ''],
		['no data', { withoutData: true }, 200, { code: '000', msg: 'success' }],
		['broken JSON', { invalidJson: true }, 200, '{"code":"000","msg":"succ'],
		['HTML', { status: 502, html: true }, 502, expect.stringMatching(/^<html>.*502/)],
		['a Cloudflare page', { status: 403, cloudflare: true }, 403, expect.stringContaining('1010')],
		['a wait time', { status: 429, retryAfter: 7 }, 429, expect.anything()],
	])('can reply with %s', async (_name, effect, status, data) => {
		sandbox.fail({ on: 'credits', ...effect });
		const reply = await credits();
		expect({ status: reply.status, data: reply.data }).toEqual({ status, data });
		if (effect.retryAfter) expect(reply.headers['retry-after']).toBe('7');
	});

	it('keeps the data if the code is the number 0', async () => {
		sandbox.fail({ on: 'credits', code: 0 });
		expect((await credits()).data).toMatchObject({ code: 0, data: { remaining: 1000 } });
	});

	it('keeps a submission from being accepted', async () => {
		for (const effect of [{ status: 500 }, { code: '999' }, { noTaskId: true }]) {
			sandbox.fail({ on: 'submit', ...effect });
			const { data } = await submit(sandbox, PATH, body());
			expect(data.data?.taskId).toBeUndefined();
		}
		expect(sandbox.submissions).toHaveLength(0);
		expect(sandbox.credits.remaining).toBe(1000);
		expect(sandbox.requests.filter(({ path }) => path === PATH)).toHaveLength(3);
	});

	it('replies only after accepting the submission if `accept` is set', async () => {
		sandbox.fail({ on: 'submit', status: 504, html: true, accept: true });
		expect((await submit(sandbox, PATH, body())).status).toBe(504);
		expect(sandbox.submissions).toHaveLength(1);
		expect(sandbox.credits.remaining).toBe(999);
	});

	it('can add headers to the normal reply', async () => {
		sandbox.fail({ on: 'credits', headers: { 'x-odd': '1' } });
		const reply = await credits();
		expect(reply.headers['x-odd']).toBe('1');
		expect(reply.data).toMatchObject({ code: '000' });
	});
});

describe('a connection fault', () => {
	it('can drop the connection before the body is read, so nothing is accepted', async () => {
		sandbox.fail({ on: 'submit', reset: 'before' });
		expect(await broken(submit(sandbox, PATH, body()))).toMatch(/ECONNRESET|EPIPE/);
		expect(sandbox.submissions).toHaveLength(0);
		await until(() => sandbox.requests[0]?.ended);
		expect(sandbox.requests[0]).toMatchObject({ ended: 'reset', body: undefined });
		expect(sandbox.requests[0]?.answered).toBeUndefined();
	});

	it('can drop the connection after the request is carried out, so the task is paid for', async () => {
		sandbox.fail({ on: 'submit', reset: 'after' });
		const sent = body();
		expect(await broken(submit(sandbox, PATH, sent))).toBe('ECONNRESET');
		expect(sandbox.submissions).toMatchObject([{ path: PATH, body: sent }]);
		await until(() => sandbox.requests[0]?.ended);
		expect(sandbox.requests[0]).toMatchObject({ ended: 'reset', body: sent });
		expect(sandbox.requests[0]?.answered).toBeUndefined();
	});

	it('can delay the reply after the task is accepted', async () => {
		sandbox.fail({ on: 'submit', delayMs: 5_000 });
		const late = client(sandbox).post(PATH, body(), { timeout: 300 });
		expect(await broken(late)).toBe('ECONNABORTED');
		expect(sandbox.submissions).toHaveLength(1);
	});

	it('can send a complete body slowly', async () => {
		sandbox.fail({ on: 'download', slowBodyMs: 300 });
		const started = Date.now();
		const { data } = await client(sandbox).get<Buffer>(body().userImageUrl, {
			responseType: 'arraybuffer',
		});
		expect(Date.now() - started).toBeGreaterThanOrEqual(280);
		expect(data.equals(samplePhoto().data)).toBe(true);
	});

	it('can drop the connection halfway through the body, after announcing its full length', async () => {
		sandbox.fail({ on: 'download', truncate: true });
		const reply = await client(sandbox).get<NodeJS.ReadableStream>(body().userImageUrl, {
			responseType: 'stream',
		});
		const full = samplePhoto().data.length;
		expect(reply.headers['content-length']).toBe(String(full));
		let bytes = 0;
		const read = async () => {
			for await (const chunk of reply.data) bytes += chunk.length;
		};
		await expect(read()).rejects.toThrow();
		expect(bytes).toBe(Math.floor(full / 2));
		expect(await until(() => sandbox.requests[0]?.ended)).toBe('reset');
	});
});

describe('a poll fault', () => {
	const ask = async (effect: Omit<Fault, 'on'>) => {
		const { taskId } = await run(sandbox, PATH, body());
		sandbox.fail({ on: 'poll', ...effect });
		const seen = await poll(sandbox, String(taskId));
		// The fault does not change the task itself.
		expect(await poll(sandbox, String(taskId))).toMatchObject({ status: 1, hasHsfw: false });
		return seen;
	};

	it('can return a different status and reason', async () => {
		expect(await ask({ taskStatus: 2, taskMsg: 'bad', sensitive: true })).toMatchObject({
			status: 2,
			msg: 'bad',
			hasHsfw: true,
			creditsIncrement: 0,
		});
		expect(await ask({ taskStatus: 'completed' })).toMatchObject({ status: 'completed' });
	});

	it('can return no result URL, or one in the S3 bucket', async () => {
		expect(await ask({ noResultUrl: true })).toMatchObject({ status: 1, resultUrl: '' });
		expect((await ask({ s3: true })).resultUrl).toMatch(
			/^s3:\/\/img-pub-fotor\/results\/[0-9a-f]{32}\.jpg$/,
		);
	});

	it('can return headshot URLs in the S3 bucket', async () => {
		const image = { id: 'i', url: `${sandbox.url}/results/a.jpg`, hasHsfw: false };
		const { taskId } = sandbox.addTask({ avatarResult: [{ templateId: 't', images: [image] }] });
		sandbox.fail({ on: 'poll', s3: true });
		expect((await poll(sandbox, taskId)).avatarResult).toEqual([
			{ templateId: 't', images: [{ ...image, url: 's3://img-pub-fotor/results/a.jpg' }] },
		]);
	});
});

describe('control from another process', () => {
	const control = async (method: string, path: string, data?: unknown) =>
		await client(sandbox).request<Reply>({ method, url: `/__sandbox/${path}`, data });

	it('queues and clears faults', async () => {
		await control('POST', 'faults', { on: 'credits', status: 500, times: 'Infinity' });
		expect((await credits()).status).toBe(500);
		expect((await credits()).status).toBe(500);
		await control('DELETE', 'faults');
		expect((await credits()).status).toBe(200);
		expect((await control('POST', 'faults', { on: 'lunch' })).status).toBe(400);
	});

	it('returns statistics, changes settings and resets', async () => {
		await control('POST', 'options', { credits: 5 });
		await control('POST', 'reset');
		await submit(sandbox, PATH, body());
		expect((await control('GET', 'stats')).data).toMatchObject({
			credits: { total: 5, remaining: 4 },
			submissions: 1,
			requests: 1,
			peakInFlight: 1,
			tasks: 1,
		});
		await control('POST', 'options', { credits: null });
		expect(sandbox.options.credits).toBeUndefined();
	});

	it('rejects a webhook URL on another machine', async () => {
		const webhook = { url: 'https://example.com/hook' };
		expect((await control('POST', 'options', { webhook })).status).toBe(400);
		expect(sandbox.options.webhook).toBeUndefined();
	});

	it('serves a page for developers', async () => {
		const { headers, data } = await client(sandbox).get<string>('/');
		expect(headers['content-type']).toContain('text/html');
		expect(data).toContain(sandbox.apiKey);
		expect(data).toContain('/v1/aiart/replacer');
	});
});
