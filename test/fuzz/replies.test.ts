import fc from 'fast-check';

import { checkBaseUrl } from '../../fotor/api/baseUrl';
import { classify, isFinal } from '../../fotor/api/outcome';
import { redact } from '../../fotor/api/redact';
import { parseBody } from '../../fotor/api/replyBody';
import { parseRetryAfter } from '../../fotor/api/retryAfter';
import { readTask } from '../../fotor/task/details';
import { forAny, refusesOrReads } from './fuzz';

const NOW = Date.UTC(2026, 0, 31);

const envelope = fc.record(
	{
		code: fc.oneof(fc.constantFrom('000', 0, '510', '999', null), fc.jsonValue()),
		msg: fc.oneof(fc.constantFrom('success', 'Rate limit', 'No enough credits'), fc.jsonValue()),
		message: fc.jsonValue(),
		data: fc.jsonValue(),
	},
	{ requiredKeys: [] },
);
const header = fc.oneof(
	fc.string(),
	fc.constantFrom('-1', '1e9', '99999999999999999999', 'Wed, 21 Oct 2015 07:28:00 GMT', 'x'),
	fc.jsonValue(),
	fc.constant(undefined),
);
const reply = fc.record({
	status: fc.oneof(fc.constantFrom(200, 302, 400, 401, 402, 403, 404, 429, 500), fc.nat(999)),
	headers: fc.record({ 'retry-after': header }),
	body: fc.oneof(fc.string(), fc.jsonValue(), envelope),
});

test('any reply is classified, and its message has a limited length', async () => {
	await forAny(reply, (given) => {
		const outcome = classify(given, NOW);
		if (outcome.kind === 'success') {
			expect(given.status).toBeGreaterThanOrEqual(200);
			expect(given.status).toBeLessThan(300);
			return;
		}
		expect(outcome.text).toMatch(/\S/);
		expect(outcome.text.length).toBeLessThan(1_000);
		const wait = 'retryAfterMs' in outcome ? (outcome.retryAfterMs ?? 0) : 0;
		expect(wait).toBeGreaterThanOrEqual(0);
		expect(isFinal(outcome) && wait > 0).toBe(false);
	});
});

test('any Retry-After header gives a valid wait time or none', async () => {
	await forAny(header, (given) => {
		const wait = parseRetryAfter(given, NOW) ?? 0;
		expect(wait >= 0 && !Number.isNaN(wait)).toBe(true);
	});
});

test('a JSON reply is read unchanged, and text that is not JSON stays text', async () => {
	await forAny(fc.jsonValue(), (value) => {
		const text = JSON.stringify(value);
		expect(JSON.stringify(parseBody(text, 'a-secret-key'))).toBe(text);
	});
	await forAny(fc.string(), (text) => {
		expect(() => parseBody(text, 'a-secret-key')).not.toThrow();
	});
});

test('a numeric task ID keeps all its digits', async () => {
	await forAny(fc.bigInt({ min: 0n, max: 10n ** 30n }), (id) => {
		const body = parseBody(`{"code":"000","data":{"taskId": ${id}}}`, '');
		expect(body).toEqual({ code: '000', data: { taskId: String(id) } });
	});
});

const printable = fc.string({
	unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
	minLength: 8,
	maxLength: 40,
});

test('no reply leaks the API key in any encoding', async () => {
	const forms: Array<(key: string) => string> = [
		(key) => key,
		(key) => JSON.stringify(key).slice(1, -1),
		(key) => JSON.stringify(JSON.stringify(key).slice(1, -1)).slice(1, -1),
		(key) => [...key].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join(''),
		(key) => [...key].map((c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`).join(''),
		(key) => [...key].map((c) => `&#${c.charCodeAt(0)};`).join(''),
		encodeURIComponent,
	];
	const given = fc.tuple(fc.string(), printable, fc.constantFrom(...forms), fc.string());
	await forAny(given, ([before, key, form, after]) => {
		const written = form(key);
		const text = redact(before + written + after, key);
		expect(text).toContain('…');
		expect(text).not.toContain(key);
		expect(text).not.toContain(written);
	});
});

test('any task data is either read as a task or ignored', async () => {
	const data = fc.record(
		{
			status: fc.oneof(fc.integer({ min: -1, max: 9 }), fc.jsonValue()),
			type: fc.jsonValue(),
			resultUrl: fc.oneof(fc.webUrl(), fc.jsonValue()),
			avatarResult: fc.jsonValue(),
			creditsIncrement: fc.jsonValue(),
			createTime: fc.jsonValue(),
			updateTime: fc.jsonValue(),
		},
		{ requiredKeys: ['status'] },
	);
	await forAny(fc.oneof(data, fc.jsonValue()), (given) => {
		const task = readTask('a1', given);
		if (!task) return;
		expect(task.files.every(({ url }) => typeof url === 'string' && url !== '')).toBe(true);
	});
});

test('a base URL is rejected unless it is https or local', async () => {
	const given = fc.oneof(fc.webUrl({ validSchemes: ['http', 'https', 'ftp'] }), fc.string());
	await forAny(given, async (value) => {
		const url = await refusesOrReads(() => checkBaseUrl(value));
		if (url === undefined) return;
		const { protocol, hostname } = new URL(url);
		const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
		expect(protocol === 'https:' || isLocal).toBe(true);
	});
});
