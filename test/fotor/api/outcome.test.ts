import { classify, isPassing, surelyNotTaken, type Outcome } from '../../../fotor/api/outcome';
import { clean } from '../../../fotor/values';

const NOW = Date.UTC(2026, 0, 1);

const reply = (status: number, body: unknown, headers: Record<string, unknown> = {}) =>
	classify({ status, headers, body }, NOW);

describe('classification of replies', () => {
	it.each<[string, number, unknown, Outcome['kind']]>([
		['code 000', 200, { code: '000', data: {} }, 'success'],
		['code 0 as a number', 200, { code: 0, data: {} }, 'success'],
		['no code', 200, { data: {} }, 'success'],
		['HTTP 201 with code 000', 201, { code: '000' }, 'success'],
		['code 510', 200, { code: '510', msg: 'No enough credits' }, 'noCredits'],
		['code 510 as a number', 200, { code: 510 }, 'noCredits'],
		[
			'the message of code 510 with another code',
			200,
			{ code: '1', msg: 'no enough credits' },
			'noCredits',
		],
		['the message of code 510 with HTTP 400', 400, { msg: 'No enough credits' }, 'noCredits'],
		['HTTP 402', 402, {}, 'noCredits'],
		['HTTP 401', 401, { code: '401' }, 'unauthorized'],
		['HTTP 403', 403, { code: '403' }, 'forbidden'],
		['HTTP 403 from Cloudflare', 403, '<html>error code: 1010</html>', 'blocked'],
		['HTTP 403 from Cloudflare as JSON', 403, { error_code: 1010 }, 'blocked'],
		['HTTP 403 with 1010 inside another number', 403, { id: 210103 }, 'forbidden'],
		['HTTP 404', 404, {}, 'notFound'],
		['HTTP 400', 400, { msg: 'x is required' }, 'rejected'],
		['HTTP 302', 302, '', 'redirected'],
		['HTTP 408', 408, '', 'unavailable'],
		['HTTP 409', 409, { code: '409' }, 'unavailable'],
		['code 999', 200, { code: '999' }, 'unavailable'],
		['a rate limit message with HTTP 200', 200, { code: '1', msg: 'Rate limit' }, 'rateLimited'],
		['a rate limit message with HTTP 400', 400, { msg: 'Too many requests' }, 'rateLimited'],
		['a rate limit message with HTTP 500', 500, { msg: 'Rate limit' }, 'unavailable'],
		[
			'a rate limit message in a successful reply',
			200,
			{ code: '000', msg: 'Rate limit' },
			'success',
		],
		['an unknown code', 200, { code: '777' }, 'rejected'],
		['HTTP 429', 429, {}, 'rateLimited'],
		['HTTP 500', 500, {}, 'unavailable'],
		['HTTP 510, which is unrelated to code 510', 510, {}, 'unavailable'],
		['a web page', 200, '<html></html>', 'unreadable'],
		['plain text', 200, 'fine', 'unreadable'],
		['an empty body', 200, '', 'unreadable'],
		['a list', 200, [], 'unreadable'],
		['null', 200, null, 'unreadable'],
	])('%s', (_name, status, body, kind) => {
		expect(reply(status, body).kind).toBe(kind);
	});

	it('returns the data of a successful reply', () => {
		expect(reply(200, { code: '000', data: { taskId: 'a' } })).toEqual({
			kind: 'success',
			data: { taskId: 'a' },
		});
	});

	it.each([429, 500, 503])('keeps the Retry-After of an HTTP %i reply', (status) => {
		expect(reply(status, {}, { 'retry-after': '7' })).toMatchObject({ retryAfterMs: 7_000 });
	});
});

describe('the text of an outcome', () => {
	const text = (status: number, body: unknown) => {
		const outcome = classify({ status, headers: {}, body }, NOW);
		return 'text' in outcome ? outcome.text : '';
	};

	it.each<[string, number, unknown, string]>([
		['quotes the code and the message', 200, { code: '999', msg: 'unknown' }, 'code 999, unknown'],
		['quotes the status if it is not 200', 400, { code: '400', msg: 'x' }, 'HTTP 400, code 400, x'],
		['quotes `message` like `msg`', 400, { message: 'x' }, 'HTTP 400, x'],
		[
			'does not quote web pages',
			502,
			'<html>long</html>',
			'HTTP 502 with a web page instead of data',
		],
		['does not quote partial JSON', 200, '{"code', 'HTTP 200 with a reply that is not valid JSON'],
		['quotes nothing from an empty body', 500, '', 'HTTP 500 with an empty body'],
		['quotes nothing from an object without a message', 200, { code: undefined, x: 1, msg: 3 }, ''],
	])('%s', (_name, status, body, quoted) => {
		expect(text(status, body)).toBe(quoted);
	});

	it('quotes one line of at most 200 characters', () => {
		expect(text(400, { msg: `a\n\tb\u0000${'c'.repeat(500)}` })).toMatch(/^HTTP 400, a b c+$/);
		expect(clean('x'.repeat(500))).toHaveLength(200);
	});

	it('shortens long codes and leaves out invalid ones', () => {
		expect(text(400, { code: `x\n${'c'.repeat(100_000)}`, msg: 'a' })).toBe(
			`HTTP 400, code x ${'c'.repeat(18)}, a`,
		);
		expect(text(400, { code: { a: 1 }, msg: 'a' })).toBe('HTTP 400, a');
	});
});

describe('the data of a failed request', () => {
	it.each([200, 302, 400, 409, 500])('is kept if the reply is HTTP %i', (status) => {
		const body = { code: '1', data: { taskId: 't' } };
		expect(reply(status, body)).toMatchObject({ data: { taskId: 't' } });
	});
});

describe('what may be retried', () => {
	const KINDS: Array<Outcome['kind']> = [
		'success',
		'rateLimited',
		'noCredits',
		'unauthorized',
		'blocked',
		'forbidden',
		'notFound',
		'rejected',
		'redirected',
		'unavailable',
		'unreadable',
		'refused',
		'unresolved',
		'timeout',
		'broken',
	];
	const among = (test: (outcome: Outcome) => boolean) =>
		KINDS.filter((kind) => test({ kind, text: '', data: {} } as Outcome));

	it('a free request is retried after any temporary failure', () => {
		expect(among(isPassing)).toEqual([
			'rateLimited',
			'unavailable',
			'unreadable',
			'refused',
			'unresolved',
			'timeout',
			'broken',
		]);
	});

	it('a paid submission is retried only if Fotor definitely did not receive it', () => {
		expect(among(surelyNotTaken)).toEqual(['rateLimited', 'refused', 'unresolved']);
	});
});
