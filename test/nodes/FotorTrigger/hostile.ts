const ID = 'e0dc194703174b6eafeacb4ee8e02850';

/** An object in an object, and so on; built as text, as its writer would exceed the stack. */
function nested(depth: number): string {
	return '{"taskId":'.repeat(depth) + '1' + '}'.repeat(depth);
}

const images = (count: number, url: string) =>
	Array.from({ length: count }, (_, id) => ({ id: String(id), url, hasHsfw: false }));

/** Bodies that nobody may start a workflow with; texts are sent as they are, the rest as JSON. */
export const HOSTILE_BODIES: Array<[string, unknown]> = [
	['text', 'hello'],
	['JSON that breaks off', '{"taskId":"x","status":'],
	['a web page', '<html><body>hello</body></html>'],
	['control characters', '\0\x01\x02'],
	['deeply nested objects', nested(100_000)],
	['deeply nested lists', '['.repeat(200_000) + ']'.repeat(200_000)],
	['null', 'null'],
	['a number', '42'],
	['true', 'true'],
	['a list', [{ taskId: ID, status: 1 }]],
	['an empty object', {}],
	['an empty list', []],
	['no task id', { status: 1 }],
	['an empty task id', { taskId: '', status: 1 }],
	['a task id of spaces', { taskId: '   ', status: 1 }],
	['a number as task id', { taskId: 42, status: 1 }],
	['an object as task id', { taskId: { $ne: null }, status: 1 }],
	['a list as task id', { taskId: [ID], status: 1 }],
	['a path as task id', { taskId: '../credits', status: 1 }],
	['an encoded path as task id', { taskId: '%2e%2e%2fcredits', status: 1 }],
	['dots as task id', { taskId: '..', status: 1 }],
	['a query in the task id', { taskId: `${ID}?x=1`, status: 1 }],
	['a line break in the task id', { taskId: `${ID}\nINFO all is well`, status: 1 }],
	['an expression as task id', { taskId: '={{ $env }}', status: 1 }],
	['an over-long task id', { taskId: 'a'.repeat(129), status: 1 }],
	['a megabyte of task id', { taskId: 'a'.repeat(900_000), status: 1 }],
	['no status', { taskId: ID }],
	['null as status', { taskId: ID, status: null }],
	['a word as status', { taskId: ID, status: 'completed' }],
	['true as status', { taskId: ID, status: true }],
	['a fraction as status', { taskId: ID, status: 1.5 }],
	['an endless number as status', `{"taskId":"${ID}","status":1e999}`],
	['a huge number as status', { taskId: ID, status: 1e300 }],
	['an object as status', { taskId: ID, status: {} }],
	['a list as status', { taskId: ID, status: [1] }],
	['a number as type', { taskId: ID, status: 1, type: 5 }],
	['an object as type', { taskId: ID, status: 1, type: { toString: 'x' } }],
	['an over-long type', { taskId: ID, status: 1, type: 'a'.repeat(101) }],
	['an object as resultUrl', { taskId: ID, status: 1, resultUrl: {} }],
	['a list as resultUrl', { taskId: ID, status: 1, resultUrl: ['https://evil.example/'] }],
	['an over-long resultUrl', { taskId: ID, status: 1, resultUrl: 'https://' + 'a'.repeat(4_096) }],
	['text as avatarResult', { taskId: ID, status: 1, avatarResult: 'x' }],
	['an object as avatarResult', { taskId: ID, status: 1, avatarResult: { length: 1 } }],
	['junk in avatarResult', { taskId: ID, status: 1, avatarResult: [null, 1] }],
	['an object as images', { taskId: ID, status: 1, avatarResult: [{ images: {} }] }],
	['junk in images', { taskId: ID, status: 1, avatarResult: [{ images: ['x'] }] }],
	[
		'an object as image address',
		{ taskId: ID, status: 1, avatarResult: [{ images: [{ url: {} }] }] },
	],
	['a number as templateId', { taskId: ID, status: 1, avatarResult: [{ templateId: 7 }] }],
	[
		'addresses that are too long together',
		{
			taskId: ID,
			status: 1,
			avatarResult: [{ images: images(50, `https://a.example/${'a'.repeat(4_000)}`) }],
		},
	],
	[
		'too many pictures',
		{ taskId: ID, status: 1, avatarResult: [{ images: images(201, 'https://a.example/') }] },
	],
	[
		'too many pictures in many groups',
		{
			taskId: ID,
			status: 1,
			avatarResult: Array.from({ length: 100 }, () => ({
				images: images(3, 'https://a.example/'),
			})),
		},
	],
	[
		'too many groups',
		{ taskId: ID, status: 1, avatarResult: Array.from({ length: 201 }, () => ({})) },
	],
	['more than a megabyte', { taskId: ID, status: 1, padding: 'a'.repeat(1_000_000) }],
];
