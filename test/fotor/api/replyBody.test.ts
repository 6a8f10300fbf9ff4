import { parseBody } from '../../../fotor/api/replyBody';

const KEY = 'k'.repeat(32);

it.each<[string, unknown, unknown]>([
	['JSON', '{"a":1}', { a: 1 }],
	['text that is not JSON', '<html>', '<html>'],
	['an empty reply', '', ''],
	['a value that is not text', undefined, undefined],
	['a task ID that is a number', '{"data":{"taskId":12}}', { data: { taskId: '12' } }],
	[
		'a task ID larger than 2^53',
		'{"data":{"taskId": 9007199254740993123, "b": 2}}',
		{ data: { taskId: '9007199254740993123', b: 2 } },
	],
	['a task ID in quotes', '{"taskId":"12"}', { taskId: '12' }],
])('parses %s', (_, body, parsed) => {
	expect(parseBody(body, KEY)).toEqual(parsed);
});

it('removes the key from field names, values and text', () => {
	const body = JSON.stringify({ code: KEY, msg: `x ${KEY}`, [KEY]: [{ error: KEY }] });
	expect(JSON.stringify(parseBody(body, ` ${KEY}\n`))).not.toContain(KEY);
	expect(parseBody(`<p>${KEY}</p>`, KEY)).toBe('<p>…</p>');
});

it('leaves a reply unchanged if the key is too short to be a real key', () => {
	expect(parseBody('{"data":1}', 'data')).toEqual({ data: 1 });
	expect(parseBody('{"data":1}', undefined)).toEqual({ data: 1 });
});
