import sharp from 'sharp';

import { HEAD_BYTES, readDimensions } from '../../../fotor/file/dimensions';
import { Ending } from '../../../fotor/file/ending';

const blank = (width: number, height: number) =>
	sharp({ create: { width, height, channels: 3, background: '#36c' } });

const noise = (width: number, height: number) =>
	sharp({
		create: {
			width,
			height,
			channels: 3,
			background: '#000',
			noise: { type: 'gaussian', mean: 128, sigma: 60 },
		},
	});

describe('the size of a picture', () => {
	it.each([
		['PNG', () => blank(31, 17).png(), 'png'],
		['JPEG', () => blank(31, 17).jpeg(), 'jpeg'],
		['progressive JPEG', () => blank(31, 17).jpeg({ progressive: true }), 'jpeg'],
		['WebP', () => blank(31, 17).webp(), 'webp'],
		['lossless WebP', () => blank(31, 17).webp({ lossless: true }), 'webp'],
		['WebP with transparency', () => blank(31, 17).ensureAlpha(0.5).webp(), 'webp'],
		['GIF', () => blank(31, 17).gif(), 'gif'],
		['AVIF', () => blank(32, 18).avif(), 'avif'],
	])('is read from a %s file', async (_name, make, format) => {
		const data = await make().toBuffer();
		const { width, height } = await sharp(data).metadata();
		expect(readDimensions(data)).toEqual({ format, width, height });
	});

	it.each([
		['from the bottom', 17],
		['from the top', -17],
	])('is read from a BMP file stored %s', (_name, height) => {
		const header = Buffer.alloc(54);
		header.write('BM', 'latin1');
		header.writeInt32LE(31, 18);
		header.writeInt32LE(height, 22);
		expect(readDimensions(header)).toEqual({ format: 'bmp', width: 31, height: 17 });
	});

	it.each([1, 2, 3, 4, 5, 6, 7, 8])(
		'of a JPEG is the one that a viewer shows (EXIF orientation %d)',
		async (orientation) => {
			const data = await blank(31, 17).jpeg().withMetadata({ orientation }).toBuffer();
			const { width, height } = (await sharp(data).metadata()).autoOrient;
			expect(readDimensions(data)).toMatchObject({ width, height });
			expect(width).toBe(orientation >= 5 ? 17 : 31);
		},
	);

	it('of a turned HEIC is the one that a viewer shows', () => {
		const box = (name: string, ...values: number[]) =>
			Buffer.concat([Buffer.from(name, 'latin1'), ...values.map(uint32)]);
		const head = Buffer.concat([
			Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
			box('ispe', 0, 160, 120),
			box('ispe', 0, 4032, 3024),
			Buffer.from('irot\x03', 'latin1'),
			Buffer.alloc(32),
		]);
		expect(readDimensions(head)).toEqual({ format: 'heic', width: 3024, height: 4032 });
	});

	it.each([
		['text', Buffer.from('hello, this is no picture at all')],
		['a web page', Buffer.from('<!doctype html><html></html>')],
		['a video', Buffer.from('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41', 'latin1')],
		['nothing', Buffer.alloc(0)],
		['a single byte', Buffer.from([0xff])],
		['a header that breaks off', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0', 'latin1')],
		['random bytes', Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 7919) % 256))],
	])('is not found in %s', (_name, data) => {
		expect(readDimensions(data)).toBeUndefined();
	});

	it('is found behind a large profile', async () => {
		const jpeg = await blank(31, 17).jpeg().toBuffer();
		const profile = Buffer.alloc(65_000);
		profile.writeUInt16BE(0xffe2, 0);
		profile.writeUInt16BE(profile.length - 2, 2);
		const data = Buffer.concat([jpeg.subarray(0, 2), profile, profile, jpeg.subarray(2)]);
		expect(readDimensions(data.subarray(0, HEAD_BYTES))).toMatchObject({ width: 31, height: 17 });
	});

	it('never takes long, whatever the bytes', () => {
		const hostile = Buffer.alloc(HEAD_BYTES, 0xff);
		hostile.writeUInt16BE(0xffd8, 0);
		expect(readDimensions(hostile)).toBeUndefined();
	});
});

describe('the end of a picture', () => {
	const missing = (data: Buffer, step = 1000) => {
		const found = readDimensions(data.subarray(0, HEAD_BYTES));
		if (!found) throw new Error('no picture');
		const ending = new Ending(found.format);
		for (let at = 0; at < data.length; at += step) ending.push(data.subarray(at, at + step));
		return ending.isMissing(data.subarray(0, HEAD_BYTES));
	};

	const files: Array<[string, () => Promise<Buffer>]> = [
		['PNG', async () => await noise(90, 60).png().toBuffer()],
		['JPEG', async () => await noise(90, 60).jpeg().toBuffer()],
		['WebP', async () => await noise(90, 60).webp().toBuffer()],
	];

	it.each(files)('is there in a whole %s', async (_name, make) => {
		const data = await make();
		expect(missing(data)).toBe(false);
		expect(missing(data, 1)).toBe(false);
	});

	it.each(files)('is missing in half a %s', async (_name, make) => {
		const data = await make();
		expect(missing(data.subarray(0, data.length / 2))).toBe(true);
	});

	it.each(files)('may be followed by other data in a %s', async (_name, make) => {
		expect(missing(Buffer.concat([await make(), Buffer.alloc(5000)]))).toBe(false);
	});
});

function uint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}
