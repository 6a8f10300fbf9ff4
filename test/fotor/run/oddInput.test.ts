import { readDimensions } from '../../../fotor/file/dimensions';
import { parseBody } from '../../../fotor/api/replyBody';
import {
	startUpscaler,
	textOf,
	textsOf,
	type UpscalerSetup,
} from '../../../harness/engine/upscaler';
import { speedUp } from '../../support/time';

const CONTINUE = { onError: 'continueRegularOutput' as const };

let setup: UpscalerSetup;
beforeAll(async () => {
	setup = await startUpscaler();
});
afterAll(async () => {
	await setup.close();
});
beforeEach(() => {
	setup.sandbox.reset();
	speedUp(25);
});
afterEach(() => jest.restoreAllMocks());

/** Runs two items with files. `fields` override properties of the first file. */
async function withFile(fields: Record<string, unknown>) {
	const file = { data: setup.picture.toString('base64'), mimeType: 'image/png' };
	return await setup.upscale({
		items: [{ ...file, ...fields }, file].map((data) => ({
			json: {},
			binary: { data: data as never },
		})),
		parameters: { imageSource: 'binary' },
		options: { concurrency: 1 },
		node: CONTINUE,
	});
}

it.each([
	['data that is not text', { data: { type: 'Buffer', data: [1] } }],
	['an ID that is not text', { id: 5 }],
])('a file with %s stops only its own item', async (_name, fields) => {
	const result = await withFile(fields);
	expect(textsOf(result)).toEqual([
		expect.stringMatching(/^No file in 'data'\. This item has: data \[item 0\]/),
	]);
	expect(result.items[1]?.json.status).toBe('completed');
});

it.each([
	['no type', { mimeType: undefined }, 'application/octet-stream', 'jpg'],
	['a type that contains a name', { mimeType: 'image/png; name="фото.png"' }, 'image/png', 'png'],
	['line breaks in its type', { mimeType: 'image/png\r\nX: 1' }, 'application/octet-stream', 'jpg'],
	['an odd extension', { fileExtension: '.PNG?x' }, 'image/png', 'png'],
])('a file with %s is uploaded', async (_name, fields, mimeType, suffix) => {
	const result = await withFile(fields);
	expect(result.items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
	const [sign] = setup.sandbox.requests.filter(({ path }) => path === '/v1/upload/sign');
	const [put] = setup.sandbox.requests.filter(({ method }) => method === 'PUT');
	expect([put?.headers['content-type'], sign?.query.suffix]).toEqual([mimeType, suffix]);
});

it('an infinite wait time is rejected', async () => {
	const result = await setup.upscale({ options: { maxWaitTime: '={{ Infinity }}' } });
	expect(textOf(result)).toMatch(/'Maximum Wait Time \(Seconds\)' must be a number/);
	expect(setup.sandbox.submissions).toHaveLength(0);
});

it('control characters are removed from a file name', async () => {
	const { items } = await setup.upscale({ options: { fileName: 'a\r\nb\u0000/../c' } });
	expect(items[0]?.binary?.data?.fileName).toBe('a--b--..-c.png');
});

it("the key is removed from a reply even if some of the key's characters are escaped", () => {
	const reply = '{"msg":"sk\\/ab+cdef, \\u0073k\\/ab+cdef"}';
	expect(parseBody(reply, 'sk/ab+cdef')).toEqual({ msg: '…, …' });
});

it('a HEIC file with many boxes that claim many entries is read quickly', () => {
	const box = (type: string, ...content: Buffer[]) => {
		const body = Buffer.concat(content);
		const header = Buffer.alloc(8);
		header.writeUInt32BE(8 + body.length);
		header.write(type, 4, 'latin1');
		return Buffer.concat([header, body]);
	};
	// Each box claims 100,000 entries, far more than its data holds.
	const claims = Buffer.concat(
		Array.from({ length: 16_000 }, () => box('ipma', Buffer.from('00000000000186a0000000', 'hex'))),
	);
	const pitm = box('pitm', Buffer.from([0, 0, 0, 0, 0, 1]));
	const meta = box(
		'meta',
		Buffer.alloc(4),
		pitm,
		box('iprp', box('ipco'), claims, box('free', Buffer.alloc(500_000))),
	);
	const started = Date.now();
	readDimensions(Buffer.concat([box('ftyp', Buffer.from('heic\0\0\0\0mif1heic')), meta]));
	expect(Date.now() - started).toBeLessThan(3_000);
});

it('a canceled execution with Retry On Fail still ends as canceled', async () => {
	setup.sandbox.fail({ on: 'submit', delayMs: 300 });
	const result = await setup.upscale({
		node: { retryOnFail: true, maxTries: 2 },
		onStart: (cancel) => {
			const timer = setInterval(() => {
				if (setup.sandbox.submissions.length === 0) return;
				clearInterval(timer);
				cancel();
			}, 2);
		},
	});
	expect(textOf(result)).toMatch(/^The execution was canceled.*possibly charged: this item/);
});
