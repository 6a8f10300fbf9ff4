import sharp from 'sharp';

import { readDimensions } from '../../../fotor/file/dimensions';
import {
	blank,
	box,
	chunk,
	emptyPng,
	exif,
	exifSegment,
	heic,
	noise,
	segment,
	uint32,
	withSegments,
	xmpSegment,
} from './samples';

/** The size sharp reports after turning the image upright. */
async function upright(data: Buffer) {
	const { width, height } = (await sharp(data).autoOrient().toBuffer({ resolveWithObject: true }))
		.info;
	return { width, height };
}

describe('the size of an image', () => {
	it.each([
		['PNG', () => blank(31, 17).png(), 'png'],
		['JPEG', () => blank(31, 17).jpeg(), 'jpeg'],
		['progressive JPEG', () => blank(31, 17).jpeg({ progressive: true }), 'jpeg'],
		['WebP', () => blank(31, 17).webp(), 'webp'],
		['lossless WebP', () => blank(31, 17).webp({ lossless: true }), 'webp'],
		['transparent WebP', () => blank(31, 17).ensureAlpha(0.5).webp(), 'webp'],
		['GIF', () => blank(31, 17).gif(), 'gif'],
		['TIFF', () => blank(31, 17).tiff(), 'tiff'],
		['AVIF', () => blank(31, 17).avif(), 'avif'],
	])('is read from %s data', async (_name, make, format) => {
		const data = await make().toBuffer();
		const { width, height } = await sharp(data).metadata();
		expect(readDimensions(data)).toEqual({ format, width, height });
	});

	const bmp = (length: number, write: (header: Buffer) => void) => {
		const header = Buffer.alloc(54);
		header.write('BM', 'latin1');
		header.writeUInt32LE(length, 14);
		write(header);
		return header;
	};

	it.each([
		['from the bottom up', 17],
		['from the top down', -17],
	])('is read from a BMP file stored %s', (_name, height) => {
		const data = bmp(40, (header) => {
			header.writeInt32LE(31, 18);
			header.writeInt32LE(height, 22);
		});
		expect(readDimensions(data)).toEqual({ format: 'bmp', width: 31, height: 17 });
	});

	it('is read from a BMP file with the oldest header', () => {
		const data = bmp(12, (header) => {
			header.writeUInt16LE(60, 18);
			header.writeUInt16LE(40, 20);
			header.writeUInt16LE(1, 22);
			header.writeUInt16LE(24, 24);
		});
		expect(readDimensions(data)).toEqual({ format: 'bmp', width: 60, height: 40 });
	});

	it.each([
		['text', Buffer.from('hello, this is not an image')],
		['text that starts like a BMP file', Buffer.from('BMX bikes are fun. Come and ride.')],
		['a web page', Buffer.from('<!doctype html><html></html>')],
		['a video', Buffer.from('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41', 'latin1')],
		['an empty file', Buffer.alloc(0)],
		['a single byte', Buffer.from([0xff])],
		['a truncated header', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0', 'latin1')],
		['random bytes', Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 7919) % 256))],
	])('is not found in %s', (_name, data) => {
		expect(readDimensions(data)).toBeUndefined();
	});
});

describe('the size of a rotated image is its displayed size', () => {
	const orientations = [1, 2, 3, 4, 5, 6, 7, 8];
	const formats = ['jpeg', 'png', 'webp', 'tiff', 'avif'] as const;

	it.each(formats.flatMap((format) => orientations.map((turn) => [format, turn] as const)))(
		'%s, orientation %d',
		async (format, orientation) => {
			const image = blank(31, 17).toFormat(format).withMetadata({ orientation });
			const data = await image.toBuffer();
			const size = await upright(data);
			// AVIF stores the rotation as a property of the image.
			const byExif = orientation >= 5 && format !== 'avif';
			const turned = byExif ? { turnedByExif: true } : {};
			expect(readDimensions(data)).toEqual({ format, ...size, ...turned });
			expect(size.width).toBe(orientation >= 5 ? 17 : 31);
		},
	);

	it.each(['II', 'MM'] as const)('JPEG with EXIF in %s byte order', async (order) => {
		const data = withSegments(await blank(31, 17).jpeg().toBuffer(), exifSegment(6, order));
		expect(readDimensions(data)).toMatchObject(await upright(data));
		expect(readDimensions(data)).toMatchObject({ width: 17, height: 31 });
	});

	it.each([
		['after', [exifSegment(6), xmpSegment]],
		['before', [xmpSegment, exifSegment(6)]],
		['before and after', [xmpSegment, exifSegment(6), xmpSegment, segment(0xe1, Buffer.alloc(0))]],
	])('JPEG with XMP %s EXIF', async (_place, segments) => {
		const data = withSegments(await blank(31, 17).jpeg().toBuffer(), ...segments);
		expect(readDimensions(data)).toMatchObject(await upright(data));
		expect(readDimensions(data)).toMatchObject({ width: 17, height: 31 });
	});

	it.each([
		['0', exifSegment(0)],
		['9', exifSegment(9)],
		['none', segment(0xe1, Buffer.from('Exif\0\0II*\0\x08\0\0\0\0\0', 'latin1'))],
		[
			'a directory beyond the data',
			segment(0xe1, Buffer.from('Exif\0\0II*\0\xff\xff\0\0', 'latin1')),
		],
		['truncated', segment(0xe1, Buffer.from('Exif\0\0I', 'latin1'))],
	])('JPEG with an invalid orientation: %s', async (_name, odd) => {
		const data = withSegments(await blank(31, 17).jpeg().toBuffer(), odd);
		expect(readDimensions(data)).toMatchObject({ width: 31, height: 17 });
	});

	it.each([
		['before', 33],
		['after', -12],
	])('PNG with EXIF %s the pixels', async (_place, at) => {
		const png = await blank(31, 17).png().toBuffer();
		const whole = Buffer.concat([png.subarray(0, at), chunk('eXIf', exif(6)), png.subarray(at)]);
		// sharp verifies checksums, so the expected size comes from a PNG whose EXIF data sharp wrote itself.
		const known = await upright(
			await blank(31, 17).png().withMetadata({ orientation: 6 }).toBuffer(),
		);
		expect(readDimensions(whole)).toMatchObject(at > 0 ? known : { width: 31, height: 17 });
	});

	it('WebP whose header announces EXIF data that is missing', async () => {
		const data = await blank(31, 17).ensureAlpha(0.5).webp().toBuffer();
		expect(data.toString('latin1', 12, 16)).toBe('VP8X');
		data[20] = (data[20] ?? 0) | 0x08;
		expect(readDimensions(data)).toMatchObject({ width: 31, height: 17 });
	});

	it.each([
		['the primary image among several', undefined, undefined, 3024, 4032],
		['not turned', [2], undefined, 4032, 3024],
		['with a rotation that belongs to another image', [2], [8, 8], 4032, 3024],
		['cropped and rotated', [2, 5, 3], [4000, 3000], 3000, 4000],
	])('HEIC: %s', (_name, places, crop, width, height) => {
		expect(readDimensions(heic(places, crop))).toEqual({ format: 'heic', width, height });
	});

	it('HEIC without a primary image has no size', () => {
		const data = heic();
		data.write('free', data.indexOf('pitm'), 'latin1');
		expect(readDimensions(data)).toBeUndefined();
	});

	it.each(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'])(
		'HEIC with the brand %s',
		(brand) => {
			const data = heic();
			data.write(brand, 8, 'latin1');
			expect(readDimensions(data)).toEqual({ format: 'heic', width: 3024, height: 4032 });
		},
	);

	it('HEIC with its pixels first, in a box with a 64-bit length', () => {
		const data = heic();
		const pixels = Buffer.concat([uint32(1), Buffer.from('mdat'), uint32(0), uint32(1000)]);
		const whole = Buffer.concat([
			data.subarray(0, 24),
			pixels,
			Buffer.alloc(984),
			box('free'),
			data.subarray(24),
		]);
		expect(readDimensions(whole)).toEqual({ format: 'heic', width: 3024, height: 4032 });
	});
});

describe('the size of a TIFF', () => {
	/** A little-endian TIFF with one directory entry per tag. */
	const tiff = (...entries: Array<[tag: number, value: number, count?: number]>) => {
		const directory = entries.map(([tag, value, count = 1]) => {
			const entry = Buffer.alloc(12);
			entry.writeUInt16LE(tag, 0);
			entry.writeUInt16LE(4, 2);
			entry.writeUInt32LE(count, 4);
			entry.writeUInt32LE(value, 8);
			return entry;
		});
		const head = Buffer.from('II*\0\x08\0\0\0', 'latin1');
		return Buffer.concat([head, Buffer.from([entries.length, 0]), ...directory]);
	};

	it('is the size of its first image', () => {
		expect(readDimensions(tiff([0x100, 31], [0x101, 17]))).toMatchObject({ width: 31, height: 17 });
	});

	it.each<[string, [number, number, number?]]>([
		['is a preview', [0xfe, 1]],
		['contains another image', [0x14a, 200]],
		['contains several images', [0x14a, 200, 3]],
	])('is unknown if its first image %s, as in camera raw files', (_name, entry) => {
		expect(readDimensions(tiff(entry, [0x100, 31], [0x101, 17]))).toBeUndefined();
	});
});

describe('the size of a JPEG', () => {
	const profile = segment(0xe2, Buffer.alloc(65_000, 'ICC_PROFILE '));

	it.each([
		['a print profile of 650 kB', Array<Buffer>(10).fill(profile)],
		['a depth map of 4 MB', Array<Buffer>(62).fill(profile)],
		['fill bytes', [Buffer.alloc(9, 0xff)]],
	])('is found after %s', async (_name, segments) => {
		const jpeg = await blank(31, 17).jpeg().toBuffer();
		const data = withSegments(jpeg, exifSegment(6), ...segments);
		expect(readDimensions(data)).toMatchObject({ width: 17, height: 31 });
	});

	it('is found in the first bytes, regardless of the rest', async () => {
		const jpeg = await noise(310, 170).jpeg().toBuffer();
		expect(readDimensions(jpeg.subarray(0, jpeg.length / 2))).toMatchObject({ width: 310 });
	});

	it('is not found after a truncated segment or in the pixels', async () => {
		const jpeg = await blank(31, 17).jpeg().toBuffer();
		expect(readDimensions(withSegments(jpeg, profile.subarray(0, 100)))).toBeUndefined();
		const scan = segment(0xda, Buffer.alloc(6));
		expect(readDimensions(withSegments(jpeg, scan))).toBeUndefined();
	});
});

it('an absurd size in a PNG header is returned unchanged', () => {
	const size = { width: 2_147_483_647, height: 2_147_483_647 };
	expect(readDimensions(emptyPng(size.width, size.height))).toMatchObject(size);
});
