const ID = 'e0dc194703174b6eafeacb4ee8e02850';

/** Nested objects. Built as text, since a serializer would overflow the stack. */
function nested(depth: number): string {
	return '{"taskId":'.repeat(depth) + '1' + '}'.repeat(depth);
}

const images = (count: number, url: string) =>
	Array.from({ length: count }, (_, id) => ({ id: String(id), url, hasHsfw: false }));

/** Request bodies that must not start a workflow. Strings are sent unchanged, the rest as JSON. */
export const HOSTILE_BODIES: Array<[string, unknown]> = [
	['text', 'hello'],
	['truncated JSON', '{"taskId":"x","status":'],
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
	['no task ID', { status: 1 }],
	['an empty task ID', { taskId: '', status: 1 }],
	['a task ID made of spaces', { taskId: '   ', status: 1 }],
	['a number as the task ID', { taskId: 42, status: 1 }],
	['an object as the task ID', { taskId: { $ne: null }, status: 1 }],
	['a list as the task ID', { taskId: [ID], status: 1 }],
	['a path as the task ID', { taskId: '../credits', status: 1 }],
	['an encoded path as the task ID', { taskId: '%2e%2e%2fcredits', status: 1 }],
	['dots as the task ID', { taskId: '..', status: 1 }],
	['a query in the task ID', { taskId: `${ID}?x=1`, status: 1 }],
	['a line break in the task ID', { taskId: `${ID}\nINFO all is well`, status: 1 }],
	['an expression as the task ID', { taskId: '={{ $env }}', status: 1 }],
	['an overlong task ID', { taskId: 'a'.repeat(129), status: 1 }],
	['a 900 kB task ID', { taskId: 'a'.repeat(900_000), status: 1 }],
	['no status', { taskId: ID }],
	['null as the status', { taskId: ID, status: null }],
	['a word as the status', { taskId: ID, status: 'completed' }],
	['true as the status', { taskId: ID, status: true }],
	['a fraction as the status', { taskId: ID, status: 1.5 }],
	['an infinite number as the status', `{"taskId":"${ID}","status":1e999}`],
	['a huge number as the status', { taskId: ID, status: 1e300 }],
	['an object as the status', { taskId: ID, status: {} }],
	['a list as the status', { taskId: ID, status: [1] }],
	['a number as the type', { taskId: ID, status: 1, type: 5 }],
	['an object as the type', { taskId: ID, status: 1, type: { toString: 'x' } }],
	['an overlong type', { taskId: ID, status: 1, type: 'a'.repeat(101) }],
	['an object as resultUrl', { taskId: ID, status: 1, resultUrl: {} }],
	['a list as resultUrl', { taskId: ID, status: 1, resultUrl: ['https://evil.example/'] }],
	['an overlong resultUrl', { taskId: ID, status: 1, resultUrl: 'https://' + 'a'.repeat(4_096) }],
	['text as avatarResult', { taskId: ID, status: 1, avatarResult: 'x' }],
	['an object as avatarResult', { taskId: ID, status: 1, avatarResult: { length: 1 } }],
	['junk in avatarResult', { taskId: ID, status: 1, avatarResult: [null, 1] }],
	['an object instead of images', { taskId: ID, status: 1, avatarResult: [{ images: {} }] }],
	['junk in images', { taskId: ID, status: 1, avatarResult: [{ images: ['x'] }] }],
	[
		'an object as an image URL',
		{ taskId: ID, status: 1, avatarResult: [{ images: [{ url: {} }] }] },
	],
	['a number as templateId', { taskId: ID, status: 1, avatarResult: [{ templateId: 7 }] }],
	[
		'URLs that are too long in total',
		{
			taskId: ID,
			status: 1,
			avatarResult: [{ images: images(50, `https://a.example/${'a'.repeat(4_000)}`) }],
		},
	],
	[
		'too many images',
		{ taskId: ID, status: 1, avatarResult: [{ images: images(201, 'https://a.example/') }] },
	],
	[
		'too many images in many groups',
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
