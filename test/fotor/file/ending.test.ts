import sharp from 'sharp';

import { Ending } from '../../../fotor/file/ending';
import { fileTypeOf, type Format } from '../../../fotor/file/format';
import { sampleVideo } from '../../../sandbox';
import { blank, heic, noise } from './samples';

function isMissing(data: Buffer, step = 1000, format?: Format): boolean {
	const ending = new Ending(format ?? fileTypeOf(data)?.format ?? 'tiff');
	for (let at = 0; at < data.length; at += step) ending.push(data.subarray(at, at + step));
	return ending.isMissing();
}

async function animated(): Promise<Buffer> {
	const frames = await Promise.all([1, 2].map(async () => await noise(40, 30).png().toBuffer()));
	return await sharp(frames, { join: { animated: true } })
		.gif()
		.toBuffer();
}

describe('the end of a file', () => {
	const bmp = () => {
		const data = Buffer.alloc(300);
		data.write('BM', 'latin1');
		data.writeUInt32LE(300, 2);
		return data;
	};
	const files: Array<[string, () => Buffer | Promise<Buffer>]> = [
		['PNG', async () => await noise(90, 60).png().toBuffer()],
		['JPEG', async () => await noise(90, 60).jpeg().toBuffer()],
		['WebP', async () => await noise(90, 60).webp().toBuffer()],
		['GIF', async () => await noise(90, 60).gif().toBuffer()],
		['animated GIF', animated],
		['BMP', bmp],
		['AVIF', async () => await noise(90, 60).avif().toBuffer()],
		['HEIC', () => heic()],
		['MP4', () => sampleVideo().data],
	];

	it.each(files)('is present in a complete %s', async (_name, make) => {
		const data = await make();
		expect(isMissing(data)).toBe(false);
		expect(isMissing(data, 7)).toBe(false);
		expect(isMissing(data, data.length)).toBe(false);
	});

	it.each(files)('is missing from a file without its last byte: %s', async (_name, make) => {
		const data = await make();
		// A PNG ends with a checksum, and a JPEG with a two-byte end marker.
		expect(isMissing(data.subarray(0, -1))).toBe(true);
	});

	it.each(files)('is missing from half a file: %s', async (_name, make) => {
		const data = await make();
		expect(isMissing(data.subarray(0, data.length / 2))).toBe(true);
	});

	it.each(files)('may be followed by other data: %s', async (_name, make) => {
		const data = await make();
		for (const more of [Buffer.alloc(5000), Buffer.alloc(5000, 0xee), Buffer.from('end')]) {
			expect(isMissing(Buffer.concat([data, more]))).toBe(false);
		}
	});

	it.each(files)('is missing from the first bytes of a file: %s', async (_name, make) => {
		const data = await make();
		const { format } = fileTypeOf(data) ?? {};
		for (const length of [0, 1, 16]) {
			const isBoxed = format === 'avif' || format === 'heic' || format === 'mp4';
			// With so few bytes, the first box may not have begun yet.
			if (isBoxed && length < 16) continue;
			expect(isMissing(data.subarray(0, length), 1000, format)).toBe(true);
		}
	});

	it("can't be determined for a TIFF", async () => {
		const data = await blank(90, 60).tiff().toBuffer();
		expect(isMissing(data.subarray(0, 100))).toBe(false);
	});

	it("can't be determined for an invalid file", () => {
		expect(isMissing(Buffer.from('GIF89a\x01\0\x01\0\0\0\0?', 'latin1'))).toBe(false);
		expect(isMissing(Buffer.from('\0\0\0\x14ftypisom\0\0\0\0mp41\0\0\0\x05wide', 'latin1'))).toBe(
			false,
		);
	});

	it('is found however the file is split into chunks', async () => {
		const data = await noise(20, 10).jpeg().toBuffer();
		for (let at = 0; at <= data.length; at++) {
			const ending = new Ending('jpeg');
			ending.push(data.subarray(0, at));
			ending.push(data.subarray(at));
			expect(ending.isMissing()).toBe(false);
		}
	});
});
