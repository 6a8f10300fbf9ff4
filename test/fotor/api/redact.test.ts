import { parseBody } from '../../../fotor/api/replyBody';
import { redact } from '../../../fotor/api/redact';

/** Contains characters that are allowed in keys but changed by encodings. */
const KEY = 'sk_Ab9+/=.~-$\\"Z';

const each = (write: (character: string) => string) => [...KEY].map(write).join('');
const code = (character: string, radix: number, length = 0) =>
	character.charCodeAt(0).toString(radix).padStart(length, '0');

describe('removes the key from text that contains it', () => {
	it.each<[string, string]>([
		['as is', KEY],
		['as a JSON string', JSON.stringify(KEY).slice(1, -1)],
		['as a JSON string within a JSON string', JSON.stringify(JSON.stringify(KEY)).slice(3, -3)],
		['with each slash escaped as \\/', JSON.stringify(KEY).slice(1, -1).replace('/', '\\/')],
		['as JSON escapes', each((c) => `\\u${code(c, 16, 4)}`)],
		['as uppercase JSON escapes', each((c) => `\\u${code(c, 16, 4).toUpperCase()}`)],
		['as JSON escapes within a JSON string', each((c) => `\\\\u${code(c, 16, 4)}`)],
		['with one JSON escape', KEY.replace('A', '\\u0041')],
		['URL-encoded', encodeURIComponent(KEY)],
		['with every character URL-encoded', each((c) => `%${code(c, 16, 2)}`)],
		['URL-encoded twice', encodeURIComponent(encodeURIComponent(KEY))],
		['as HTML entities', each((c) => `&#${code(c, 10)};`)],
		['as hexadecimal HTML entities', each((c) => `&#x${code(c, 16)};`)],
	])('%s', (_, written) => {
		expect(redact(`Bearer ${written}, ${written}.`, KEY)).toBe('Bearer …, ….');
	});
});

it('removes the key from every value of a reply, however it is escaped', () => {
	const escaped = each((c) => `\\u${code(c, 16, 4)}`);
	const body = `{"code":"${escaped}","msg":"key ${escaped} is unknown","data":{"${escaped}":["${escaped}"]}}`;
	expect(JSON.parse(body)).toMatchObject({ code: KEY });
	expect(parseBody(body, KEY)).toEqual({
		code: '…',
		msg: 'key … is unknown',
		data: { '…': ['…'] },
	});
});

it('keeps all other text', () => {
	const body = '{"msg":"50 % \\u0041 a\\/b &#65; sk_Ab9"}';
	expect(redact(body, KEY)).toBe(body);
	expect(redact('data: x', 'data')).toBe('data: x');
});

it('handles hostile text quickly', () => {
	const start = performance.now();
	for (const text of ['\\', '%25', '&#0', 'sk_Ab9+/=.~-$']) redact(text.repeat(100_000), KEY);
	expect(performance.now() - start).toBeLessThan(10_000);
});
