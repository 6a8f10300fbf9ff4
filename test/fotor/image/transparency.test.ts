import { crc32, deflateSync } from 'node:zlib';
import sharp, { type PngOptions } from 'sharp';

import { type Failure } from '../../../fotor/failure';
import { type Bitmap } from '../../../fotor/image/bitmap';
import { readTransparency } from '../../../fotor/image/transparency';

/** Pseudorandom numbers from 0 to 255, the same on each run. */
function* bytes(seed: number): Generator<number> {
	for (let state = seed; ; ) {
		state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
		yield (state >> 16) & 0xff;
	}
}

/** A cutout: a blob with a soft edge on a transparent background, with noisy colors. */
function cutout(width: number, height: number, channels: 2 | 4, seed: number): Buffer {
	const noise = bytes(seed);
	const data = Buffer.alloc(width * height * channels);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const at = (y * width + x) * channels;
			for (let c = 0; c < channels - 1; c++) data[at + c] = noise.next().value as number;
			const away = Math.hypot(x / width - 0.5, y / height - 0.4);
			const edge = (noise.next().value as number) / 8;
			data[at + channels - 1] = Math.max(0, Math.min(255, 255 * 3 * (0.5 - away) + edge));
		}
	}
	return data;
}

/** The alpha channel as sharp decodes it. A # marks a pixel that is less than half opaque. */
async function expected(png: Buffer): Promise<string[]> {
	const { data, info } = await sharp(png)
		.ensureAlpha()
		.extractChannel('alpha')
		.raw()
		.toBuffer({ resolveWithObject: true });
	return Array.from({ length: info.height }, (_, y) =>
		Array.from(data.subarray(y * info.width, (y + 1) * info.width), (value) =>
			value < 0x80 ? '#' : '.',
		).join(''),
	);
}

function rows(map: Bitmap): string[] {
	return Array.from({ length: map.height }, (_, y) =>
		Array.from({ length: map.width }, (_, x) => (map.has(x, y) ? '#' : '.')).join(''),
	);
}

/** Splits data into chunks of `length` bytes, like a stream. */
function* chunked(data: Buffer, length: number): Generator<Uint8Array> {
	for (let at = 0; at < data.length; at += length) yield data.subarray(at, at + length);
}

const SIZES = [
	[1, 1],
	[3, 7],
	[8, 5],
	[37, 41],
	[160, 90],
] as const;

interface Variant {
	name: string;
	channels: 2 | 4;
	options: PngOptions;
	wide?: boolean;
}

const VARIANTS: Variant[] = [
	{ name: 'RGB and alpha', channels: 4, options: {} },
	{ name: 'RGB and alpha, filtered', channels: 4, options: { adaptiveFiltering: true } },
	{ name: 'RGB and alpha, interlaced', channels: 4, options: { progressive: true } },
	{ name: 'gray and alpha', channels: 2, options: { adaptiveFiltering: true } },
	{ name: '16 bits', channels: 4, options: { adaptiveFiltering: true }, wide: true },
	{ name: '16 bits, interlaced', channels: 4, options: { progressive: true }, wide: true },
	{ name: 'palette', channels: 4, options: { palette: true, colors: 64 } },
	{
		name: '4-bit palette, interlaced',
		channels: 4,
		options: { palette: true, colors: 8, progressive: true },
	},
];

describe.each(VARIANTS)('the transparency of a PNG: $name', ({ channels, options, wide }) => {
	it.each(SIZES)("matches sharp's result at %d × %d px", async (width, height) => {
		const raw = { width, height, channels };
		const image = sharp(cutout(width, height, channels, 7 * width + height), { raw });
		const png = await (wide ? image.toColourspace('rgb16') : image).png(options).toBuffer();
		const alpha = await expected(png);
		for (const length of width < 50 ? [1, 7, png.length] : [997, png.length]) {
			const map = await readTransparency(chunked(png, length), 'Image');
			expect(rows(map)).toEqual(alpha);
		}
	});
});

/** A gray or RGB PNG with one transparent color, which sharp can't write. */
function keyed(colorType: 0 | 2, bitDepth: number, size: { width: number; height: number }) {
	const samples = colorType === 0 ? 1 : 3;
	const stride = Math.ceil((size.width * samples * bitDepth) / 8);
	const noise = bytes(bitDepth + colorType);
	const rows = Buffer.alloc((1 + stride) * size.height);
	// Uses few distinct values, so some pixels have the transparent color.
	for (let at = 0; at < rows.length; at++) {
		const value = noise.next().value as number;
		rows[at] = at % (1 + stride) === 0 ? 0 : bitDepth < 8 ? value : value & 1;
	}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(size.width, 0);
	header.writeUInt32BE(size.height, 4);
	header.set([bitDepth, colorType, 0, 0, 0], 8);
	const key = Buffer.alloc(2 * samples);
	for (let sample = 0; sample < samples; sample++) {
		key.writeUInt16BE(bitDepth === 16 ? 0x0101 : 1, 2 * sample);
	}
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', header),
		chunk('tRNS', key),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(data.length, 0);
	frame.writeUInt32BE(crc32(body), 4);
	return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

describe('a transparent color', () => {
	it.each([
		[0, 1],
		[0, 2],
		[0, 4],
		[0, 8],
		[0, 16],
		[2, 8],
		[2, 16],
	] as const)("of color type %d at bit depth %d matches sharp's result", async (type, depth) => {
		const png = keyed(type, depth, { width: 61, height: 23 });
		const marked = rows(await readTransparency([png], 'Image'));
		expect(marked).toEqual(await expected(png));
		expect(marked.join('')).toContain('#');
	});
});

describe('an image without readable transparency is rejected with advice', () => {
	const small = { create: { width: 20, height: 20, channels: 3 as const, background: 'red' } };
	const refusal = async (data: Buffer) =>
		await readTransparency([data], 'Image').then(
			() => undefined,
			(thrown: Failure) => `${thrown.message} | ${thrown.advice}`,
		);

	it('a PNG without alpha', async () => {
		expect(await refusal(await sharp(small).png().toBuffer())).toMatch(
			/^The image in 'Image' has no transparency \|.*Fotor Background Remover/,
		);
	});

	it.each(['jpeg', 'webp', 'avif'] as const)('a file in %s format', async (format) => {
		expect(await refusal(await sharp(small).toFormat(format).toBuffer())).toMatch(
			/^The image in 'Image' isn't a PNG, so its transparency can't be read \|.*Fotor Background Remover/,
		);
	});

	it('a PNG truncated at any point', async () => {
		const raw = { width: 60, height: 40, channels: 4 as const };
		const png = await sharp(cutout(60, 40, 4, 1), { raw })
			.png()
			.toBuffer();
		for (let length = 0; length < png.length - 16; length += 101) {
			const text = await refusal(png.subarray(0, length));
			expect(text).toMatch(length < 50 ? /isn't a PNG/ : /is damaged: its pixels can't be read/);
		}
	});

	it('a PNG with corrupt bytes', async () => {
		const raw = { width: 60, height: 40, channels: 4 as const };
		const png = await sharp(cutout(60, 40, 4, 1), { raw })
			.png()
			.toBuffer();
		png.fill(0xff, 80, 200);
		expect(await refusal(png)).toMatch(/is damaged/);
	});

	it('a PNG that claims an absurd size', async () => {
		const png = await sharp(cutout(60, 40, 4, 1), {
			raw: { width: 60, height: 40, channels: 4 },
		})
			.png()
			.toBuffer();
		png.writeUInt32BE(2 ** 31 - 1, 16);
		png.writeUInt32BE(2 ** 31 - 1, 20);
		expect(await refusal(png)).toMatch(/claims to be 2147483647/);
	});

	it("a stream that fails, but with the stream's own message", async () => {
		async function* failing(): AsyncGenerator<Uint8Array> {
			yield Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
			await Promise.reject(new Error('the disk is gone'));
		}
		await expect(readTransparency(failing(), 'Image')).rejects.toThrow('the disk is gone');
	});
});
