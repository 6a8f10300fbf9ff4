import { request } from 'node:http';

import { call, callOf, clean, startTrigger, type TriggerSetup } from './support';
import { HOSTILE_BODIES } from './hostile';

let setup: TriggerSetup;
beforeAll(async () => {
	setup = await startTrigger();
});
afterAll(async () => await setup.close());
beforeEach(() => clean(setup));
afterEach(() => {
	// No call, whatever its content, may make n8n store a failed execution.
	expect(setup.host.thrown).toEqual([]);
	setup.host.thrown.splice(0);
});

const nothingHappened = () => {
	expect(setup.host.executions).toEqual([]);
	expect(setup.sandbox.requests).toEqual([]);
	expect(setup.host.staticData).toBe('{}');
};

describe('secret', () => {
	const TOKEN = 'spaß & more';
	beforeEach(() => clean(setup, { options: { token: TOKEN } }));

	test('a call with the right secret starts the workflow', async () => {
		const query = `?token=${encodeURIComponent(TOKEN)}`;
		const reply = await call(setup, callOf(setup.sandbox.addTask({})), { query });
		expect(reply.body.started).toBe(true);
	});

	test('a secret with a "+" works unencoded in the URL', async () => {
		clean(setup, { options: { token: 'ab+c/d==' } });
		const reply = await call(setup, callOf(setup.sandbox.addTask({})), {
			query: '?token=ab+c/d==',
		});
		expect(reply.body.started).toBe(true);
	});

	test('a call from the sandbox that carries the secret starts the workflow', async () => {
		const { sandbox, host } = setup;
		sandbox.options.webhook = { url: host.url, token: TOKEN };
		const input = [{ json: {} }];
		const parameters = { prompt: 'a boat', waitForCompletion: false, options: {} };
		await setup.engine.run('n8n-nodes-fotor.fotorTextToImage', parameters, { input });
		while (!sandbox.webhookCalls[0]?.answered) await new Promise(setImmediate);
		delete sandbox.options.webhook;
		expect(host.executions).toHaveLength(1);
	});

	test.each([
		['no secret', ''],
		['an empty secret', '?token='],
		['a longer secret', `?token=${encodeURIComponent(TOKEN)}x`],
		['the secret in the wrong case', `?token=${encodeURIComponent(TOKEN.toUpperCase())}`],
		['one right and one wrong secret', `?token=${encodeURIComponent(TOKEN)}&token=x`],
		['the right secret under another name', `?Token=${encodeURIComponent(TOKEN)}`],
	])('a call with %s gets a 403 and starts nothing', async (_name, query) => {
		const reply = await call(setup, callOf(setup.sandbox.addTask({})), { query });
		expect(reply.status).toBe(403);
		expect(reply.body).toEqual({
			received: false,
			started: false,
			reason: 'secret missing or wrong',
		});
		nothingHappened();
	});

	test('a secret in the body or in a header does not count', async () => {
		const body = { ...callOf(setup.sandbox.addTask({})), token: TOKEN };
		expect((await call(setup, body, { headers: { token: 'x' } })).status).toBe(403);
	});
});

describe('IP allowlist', () => {
	test.each([
		['127.0.0.1'],
		['10.0.0.1, 127.0.0.0/8'],
		['::ffff:127.0.0.1'],
		['not-one,127.0.0.1'],
	])('the list "%s" allows this machine', async (ipAllowlist) => {
		clean(setup, { options: { ipAllowlist } });
		const reply = await call(setup, callOf(setup.sandbox.addTask({})));
		expect(reply.status).toBe(200);
	});

	test.each([['54.212.95.175, 44.236.127.35'], ['::1'], ['not-an-address'], [' , ']])(
		'the list "%s" blocks this machine before anything else is checked',
		async (ipAllowlist) => {
			clean(setup, { options: { ipAllowlist, token: 'also wrong' } });
			const reply = await call(setup, 'not even JSON', {
				headers: { 'Content-Type': 'text/plain' },
			});
			expect(reply).toMatchObject({ status: 403, body: { reason: 'IP address not allowed' } });
			nothingHappened();
		},
	);

	test('forwarding headers from the caller are ignored', async () => {
		clean(setup, { options: { ipAllowlist: '54.212.95.175' } });
		const headers = { 'X-Forwarded-For': '54.212.95.175', Forwarded: 'for=54.212.95.175' };
		const reply = await call(setup, callOf(setup.sandbox.addTask({})), { headers });
		expect(reply.status).toBe(403);
	});
});

describe('settings without a value', () => {
	describe.each([
		['without a value', '={{ $json.nothing }}'],
		['that returns empty text', "={{ '' }}"],
	])('an expression %s', (_name, expression) => {
		test.each([['token'], ['ipAllowlist'], ['taskTypes']])(
			'makes the trigger reject every call when used for %s',
			async (option) => {
				clean(setup, { options: { [option]: expression } });
				const reply = await call(setup, callOf(setup.sandbox.addTask({})));
				expect(reply.status).toBe(503);
				nothingHappened();
			},
		);
	});

	test('an empty option turns its check off', async () => {
		clean(setup, { options: { token: '', ipAllowlist: '', taskTypes: '' } });
		const reply = await call(setup, callOf(setup.sandbox.addTask({})));
		expect(reply.body.started).toBe(true);
	});

	test("an expression that can't be evaluated starts nothing and stores no failed execution", async () => {
		clean(setup, { options: { token: "={{ $('Nowhere').item.json.x }}" } });
		const reply = await call(setup, callOf(setup.sandbox.addTask({})));
		expect(reply.status).toBe(503);
		nothingHappened();
	});
});

describe('a body that is not a task report', () => {
	test.each(HOSTILE_BODIES)('a call with %s gets a 400 and starts nothing', async (_name, body) => {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		const isJson = typeof body !== 'string';
		const type = isJson ? 'application/json' : 'text/plain';
		const reply = await call(setup, text, { headers: { 'Content-Type': type } });
		expect(reply.status).toBe(400);
		expect(reply.body).toEqual({
			received: false,
			started: false,
			reason: expect.any(String) as string,
		});
		nothingHappened();
	});

	test.each([
		['100,000 characters', 'a'.repeat(100_000)],
		['control characters', 'a\u0000\u001b[31m\r\n\u2028b'],
		['a line that looks like a log entry', 'a\n2025-01-01 | info | all is well'],
		['too many characters', 'a'.repeat(129)],
	])('a task ID with %s reaches neither the log nor the reply', async (_name, taskId) => {
		const reply = await call(setup, { taskId, status: 1 });
		expect(reply).toEqual({
			status: 400,
			body: { received: false, started: false, reason: 'no usable taskId' },
		});
		expect(setup.host.logs).toEqual([]);
		nothingHappened();
	});

	test.each([[undefined], ['application/octet-stream'], ['image/png'], ['text/plain']])(
		'a 16 MB body gets a 400 if its Content-Type is %s',
		async (type) => {
			const status = await post(Buffer.alloc(16 * 2 ** 20, '['), type);
			expect(status).toBe(400);
			nothingHappened();
		},
	);

	test('invalid gzip data gets a 400', async () => {
		const headers = { 'Content-Type': 'application/octet-stream', 'Content-Encoding': 'gzip' };
		expect((await call(setup, '{"taskId":', { headers })).status).toBe(400);
		nothingHappened();
	});

	test('an empty body gets a 400', async () => {
		expect(await post(Buffer.alloc(0), undefined)).toBe(400);
		nothingHappened();
	});
});

/** Posts a body without the headers that an HTTP client adds by default. */
async function post(body: Buffer, type: string | undefined): Promise<number | undefined> {
	return await new Promise((resolve, reject) => {
		const headers = { 'Content-Length': body.length, ...(type ? { 'Content-Type': type } : {}) };
		request(setup.host.url, { method: 'POST', headers }, (response) => {
			response.resume();
			resolve(response.statusCode);
		})
			.on('error', reject)
			.end(body);
	});
}
