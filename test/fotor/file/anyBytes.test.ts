import { dimensions, readDimensions, type Dimensions } from '../../../fotor/file/dimensions';
import { Ending } from '../../../fotor/file/ending';
import { fileTypeOf, type Format } from '../../../fotor/file/format';
import { StreamParser } from '../../../fotor/file/parse';
import { textKindOf } from '../../../fotor/file/text';
import {
	blank,
	chunk,
	emptyPng,
	exif,
	exifSegment,
	heic,
	noise,
	random,
	segment,
	withSegments,
	xmpSegment,
} from './samples';

const FORMATS: Format[] = ['png', 'jpeg', 'webp', 'gif', 'bmp', 'tiff', 'avif', 'heic', 'mp4'];

/** Images whose displayed size depends on data far from the start of the file. */
const files: Array<[string, () => Buffer | Promise<Buffer>]> = [
	['PNG', () => emptyPng(31, 17, chunk('tEXt', Buffer.alloc(99)), chunk('eXIf', exif(6)))],
	[
		'JPEG',
		async () =>
			withSegments(
				await blank(31, 17).jpeg().toBuffer(),
				segment(0xe2, Buffer.alloc(99)),
				exifSegment(6, 'MM'),
				xmpSegment,
			),
	],
	['WebP', async () => await blank(31, 17).webp().withMetadata({ orientation: 6 }).toBuffer()],
	['GIF', async () => await blank(31, 17).gif().toBuffer()],
	['TIFF', async () => await blank(31, 17).tiff().withMetadata({ orientation: 6 }).toBuffer()],
	['AVIF', async () => await blank(31, 17).avif().withMetadata({ orientation: 6 }).toBuffer()],
	['HEIC', () => heic()],
	['cropped HEIC', () => heic([2, 5, 3], [400, 300])],
];

/** Returns the size that the readers find. Fails if a reader throws or returns an impossible size. */
function readAll(data: Buffer): Dimensions | undefined {
	const size = readDimensions(data);
	if (size) {
		const { width, height } = size;
		const impossible = [width, height].filter((side) => !(side > 0 && side <= 0xffff_ffff));
		expect(impossible).toEqual([]);
		expect(Number.isInteger(width) && Number.isInteger(height)).toBe(true);
	}
	for (const format of FORMATS) {
		const ending = new Ending(format);
		ending.push(data);
		ending.isMissing();
	}
	fileTypeOf(data);
	textKindOf(data);
	return size;
}

describe.each(files)('the bytes of the %s sample', (_name, make) => {
	let data: Buffer;
	let size: Dimensions | undefined;

	beforeAll(async () => {
		data = Buffer.from(await make());
		size = readDimensions(data);
		expect(size).toBeDefined();
	});

	it('give the right size or none, wherever the file is cut off', () => {
		let known = 0;
		for (let length = 0; length <= data.length; length++) {
			const found = readAll(data.subarray(0, length));
			if (!found) continue;
			expect(found).toEqual(size);
			known++;
		}
		expect(known).toBeGreaterThan(0);
	});

	it('give the right size, however they are split into chunks', () => {
		for (let at = 0; at <= data.length; at++) {
			const parser = new StreamParser(dimensions());
			for (const part of [data.subarray(0, at), data.subarray(at)]) parser.push(part);
			expect(parser.result).toEqual(size);
		}
		const single = new StreamParser(dimensions());
		for (let at = 0; at < data.length; at++) single.push(data.subarray(at, at + 1));
		expect(single.result).toEqual(size);
	});

	it("don't make a reader throw, hang or return an impossible size if some of them are changed", () => {
		const next = random(7);
		for (let round = 0; round < 600; round++) {
			const changed = Buffer.from(data);
			for (let change = next(6); change >= 0; change--) {
				const value = [0, 0xff, 0x80, next(256)][next(4)] ?? 0;
				changed[next(Math.min(changed.length, 600))] = value;
			}
			readAll(changed.subarray(0, next(2) ? changed.length : next(changed.length)));
		}
	});
});

describe('random bytes', () => {
	const starts = [
		'',
		'\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
		'\xff\xd8\xff\xe1',
		'RIFF\xff\xff\0\0WEBPVP8X',
		'RIFF\xff\xff\0\0WEBPVP8 ',
		'GIF89a',
		'BM',
		'II*\0\x08\0\0\0',
		'MM\0*\0\0\0\x08',
		'\0\0\0\x14ftypheic\0\0\0\0mif1\0\0\x02\0meta',
		'\0\0\0\x14ftypisom\0\0\0\0mp41',
	];

	it.each(starts)(
		"after %j don't make a reader throw, hang or return an impossible size",
		(start) => {
			const next = random(11);
			for (let round = 0; round < 300; round++) {
				const bytes = Array.from({ length: next(700) }, () => (next(3) ? next(256) : next(4)));
				readAll(Buffer.concat([Buffer.from(start, 'latin1'), Buffer.from(bytes)]));
			}
		},
	);

	it.each([
		['fill bytes in a JPEG', '\xff\xd8\xff', '\xff'],
		['empty segments in a JPEG', '\xff\xd8', '\xff\xe2\0\x02'],
		['empty chunks in a PNG', '\x89PNG\r\n\x1a\n', '\0\0\0\0tEXt\0\0\0\0'],
		[
			'empty chunks in a WebP',
			'RIFF\xff\xff\xff\xffWEBPVP8X\x0a\0\0\0\x08' + '\0'.repeat(9),
			'NONE\0\0\0\0',
		],
		['empty blocks in a GIF', 'GIF89a' + '\0'.repeat(7), '!\xff\0'],
		['empty boxes', '\0\0\0\x10ftypheic\0\0\0\0', '\0\0\0\x08free'],
	])('20 MB of %s takes less than 8 s of CPU time', (_name, start, again) => {
		const data = Buffer.alloc(20e6, Buffer.from(again, 'latin1'));
		data.write(start, 'latin1');
		const before = process.cpuUsage();
		const size = readDimensions(data);
		for (const format of FORMATS) {
			const ending = new Ending(format);
			ending.push(data);
			ending.isMissing();
		}
		const { user } = process.cpuUsage(before);
		expect(size === undefined || again.startsWith('!')).toBe(true);
		expect(user / 1000).toBeLessThan(8_000);
	});
});

it('the pixels of a file are not kept in memory', async () => {
	const png = await noise(600, 400).png().toBuffer();
	const parser = new StreamParser(dimensions());
	parser.push(png.subarray(0, 1_000));
	expect(parser.done).toBe(true);
	expect(parser).toMatchObject({ held: new Uint8Array() });
});
