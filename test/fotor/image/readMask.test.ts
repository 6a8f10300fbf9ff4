import sharp, { type Sharp } from 'sharp';

import { readMask } from '../../../fotor/image/readMask';

const SIZE = { width: 37, height: 23 };

/** Black on the left, white on the right, with a soft edge in between. */
function canvas(channels: 1 | 3 | 4): Sharp {
	const { width, height } = SIZE;
	const pixels = Buffer.alloc(width * height * channels);
	for (let at = 0; at < width * height; at++) {
		const value = Math.min(255, Math.max(0, ((at % width) - 15) * 50));
		pixels.fill(value, at * channels, (at + 1) * channels);
		// As on a canvas, painted pixels are opaque white and the rest is transparent.
		if (channels === 4) pixels.fill(255, at * 4, at * 4 + 3);
	}
	return sharp(pixels, { raw: { ...SIZE, channels } });
}

test.each([
	['gray pixels', canvas(1).toColourspace('b-w').png()],
	['16-bit gray pixels', canvas(1).toColourspace('grey16').png()],
	['color pixels', canvas(3).png()],
	['interlaced color pixels', canvas(3).png({ progressive: true })],
	['transparency', canvas(4).png()],
])('a mask with %s becomes black and white', async (_name, png) => {
	const marked = await readMask([await png.toBuffer()], 'Mask 1', SIZE);
	const row = Array.from({ length: SIZE.width }, (_, x) => (marked.has(x, 11) ? 1 : 0));
	expect(row).toEqual(row.map((_, x) => (x >= 18 ? 1 : 0)));
});

test.each([
	[
		'a mask of another size',
		async () => await canvas(3).resize(36, 23).png().toBuffer(),
		/36 × 23 px/,
	],
	['a JPEG', async () => await canvas(3).jpeg().toBuffer(), /isn't a PNG/],
	['an empty file', async () => await Promise.resolve(Buffer.alloc(0)), /isn't a PNG/],
	[
		'a PNG with a palette',
		async () => await canvas(3).png({ palette: true }).toBuffer(),
		/palette/,
	],
	['half a PNG', async () => (await canvas(3).png().toBuffer()).subarray(0, 90), /damaged/],
])('%s is rejected', async (_name, file, message) => {
	await expect(readMask([await file()], 'Mask 1', SIZE)).rejects.toThrow(message);
});

test('a huge mask is rejected because of the size in its header, before it is decoded', async () => {
	const png = await canvas(1).png().toBuffer();
	png.writeUInt32BE(60_000, 16);
	await expect(readMask([png], 'Mask 1', SIZE)).rejects.toThrow(/60000 × 23 px/);
});
