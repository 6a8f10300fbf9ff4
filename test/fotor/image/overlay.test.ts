import sharp, { type PngOptions } from 'sharp';

import { PngReader } from '../../../fotor/file/png';
import { Bitmap } from '../../../fotor/image/bitmap';
import { overlayHtml } from '../../../fotor/image/overlayHtml';
import { overlayPng } from '../../../fotor/image/overlayPng';

const SIZE = 40;
const TINT = [255, 0, 80];

/** An image with a color gradient and, if it has an alpha channel, increasing opacity. */
function gradient(channels: 1 | 2 | 3 | 4) {
	const data = Buffer.alloc(SIZE * SIZE * channels);
	const hasAlpha = channels % 2 === 0;
	for (let at = 0; at < SIZE * SIZE; at++) {
		const [x, y] = [at % SIZE, Math.floor(at / SIZE)];
		for (let c = 0; c < channels; c++) {
			const isAlpha = hasAlpha && c === channels - 1;
			data[at * channels + c] = Math.round(
				((isAlpha ? y : (x + c * 10) % SIZE) * 255) / (SIZE - 1),
			);
		}
	}
	return sharp(data, { raw: { width: SIZE, height: SIZE, channels } });
}

/** Marks the left half. */
function leftHalf(): Bitmap {
	const marked = new Bitmap(SIZE, SIZE);
	for (let y = 0; y < SIZE; y++) marked.mark(y, 0, SIZE / 2);
	return marked;
}

const pixels = async (image: Buffer) =>
	await sharp(image).flatten({ background: '#fff' }).toColourspace('srgb').raw().toBuffer();

const CASES: Array<[string, 1 | 2 | 3 | 4, PngOptions, 'rgb16' | 'grey16' | 'b-w' | 'srgb']> = [
	['RGB', 3, {}, 'srgb'],
	['RGB and alpha, interlaced', 4, { progressive: true }, 'srgb'],
	['16-bit RGB', 3, {}, 'rgb16'],
	['gray', 1, {}, 'b-w'],
	['gray and alpha', 2, {}, 'b-w'],
	['a palette with transparency', 4, { palette: true, colors: 64 }, 'srgb'],
	['a 4-bit palette', 3, { palette: true, colors: 12 }, 'srgb'],
];

describe('the overlay of a PNG', () => {
	it.each(CASES)(
		'shows the image with the marked part tinted: %s',
		async (_name, channels, options, space) => {
			const png = await gradient(channels).toColourspace(space).png(options).toBuffer();
			const reader = await PngReader.open([png]);
			if (!reader) throw new Error('not a PNG');
			const overlay = await pixels(await overlayPng(reader, leftHalf()));
			const image = await pixels(png);
			const expected = image.map((own, index) => {
				const isMarked = Math.floor(index / 3) % SIZE < SIZE / 2;
				return isMarked ? own + ((TINT[index % 3] as number) - own) * 0.55 : own;
			});
			expect(overlay).toHaveLength(expected.length);
			const difference = expected.reduce(
				(most, value, index) => Math.max(most, Math.abs(value - (overlay[index] as number))),
				0,
			);
			expect(difference).toBeLessThanOrEqual(2);
		},
	);
});

describe('the overlay page for other images', () => {
	const sources = {
		image: 'https://x/a.jpg',
		mask: 'data:image/png;base64,AA',
		width: 40,
		height: 20,
	};

	it('tints the white part of the mask, and the black part if black marks the part to replace', () => {
		const white = overlayHtml({ ...sources, convention: 'whiteReplaces', asStored: false });
		expect(white).toMatch(/mask: url\("data:[^"]+"\);.*mask-composite: add/s);
		const black = overlayHtml({ ...sources, convention: 'blackReplaces', asStored: false });
		expect(black).toMatch(/mask: url\("data:[^"]+"\), linear-gradient.*mask-composite: exclude/s);
	});

	it("follows the camera's rotation, unless the mask was made for the stored image", () => {
		const page = (asStored: boolean) =>
			overlayHtml({ ...sources, convention: 'whiteReplaces', asStored });
		expect(page(false)).toContain('image-orientation: from-image');
		expect(page(true)).toContain('image-orientation: none');
	});

	it("escapes the image's URL, so it can't break out of its CSS rule", () => {
		const image = `https://x/a") } </style><b>('\\`;
		const page = overlayHtml({ ...sources, image, convention: 'whiteReplaces', asStored: false });
		expect(page).toContain('url("https://x/a%22%29%20}%20%3C/style%3E%3Cb%3E%28%27%5C")');
	});
});
