import { COLOR, type PngHeader, type PngReader } from '../file/png';
import { pngRows } from '../file/pngRows';
import type { Bitmap } from './bitmap';
import { inflate } from './markPixels';
import { encodeRgbPng, type RgbImage } from './rgbPng';
import { Turns } from './turns';

/** Longest side of an overlay, px. */
const LONGEST = 1280;
/** Opacity of the tint over the pixels to replace. */
const STRENGTH = 0.55;
const TINT = [255, 0, 80] as const;
/** The white background, which shows through where the image is transparent. */
const PAPER = 255;

/**
 * Draws a PNG, at most 1280 px on a side, and tints the part to replace. Holds only the overlay and a few
 * rows in memory.
 * @param marked the part to replace; the same size as the image
 * @throws if the pixels can't be decoded, or the signal is aborted
 */
export async function overlayPng(
	png: PngReader,
	marked: Bitmap,
	signal?: AbortSignal,
): Promise<Buffer> {
	const { header } = png;
	const shrink = Math.max(1, Math.ceil(Math.max(header.width, header.height) / LONGEST));
	const [width, height] = [Math.ceil(header.width / shrink), Math.ceil(header.height / shrink)];
	const image: RgbImage = { width, height, data: new Uint8Array(3 * width * height) };
	const colorOf = colorReader(header);
	const turns = new Turns(signal);
	for await (const row of pngRows(header, inflate(png.data()))) {
		if (turns.isOver) await turns.give();
		const { bytes, y } = row;
		if (y % shrink !== 0) continue;
		for (let x = 0; x < row.width; x++) {
			const column = row.left + x * row.step;
			if (column % shrink !== 0) continue;
			const at = 3 * ((y / shrink) * width + column / shrink);
			image.data.set(colorOf(bytes, x), at);
			if (marked.has(column, y)) tint(image.data, at);
		}
	}
	return await encodeRgbPng(image);
}

function tint(data: Uint8Array, at: number): void {
	TINT.forEach((color, index) => {
		const own = data[at + index] as number;
		data[at + index] = own + (color - own) * STRENGTH;
	});
}

type ReadColor = (row: Uint8Array, x: number) => [number, number, number];

/**
 * Reads a pixel of a row as 8 bits per color, on a white background. If a PNG marks one color as transparent instead of
 * storing alpha values, that color is drawn as opaque.
 */
function colorReader(header: PngHeader): ReadColor {
	const { bitDepth, colorType, samples, palette, transparency } = header;
	const highest = 2 ** Math.min(bitDepth, 8) - 1;
	const sample = (row: Uint8Array, index: number) => {
		if (bitDepth === 8) return row[index] as number;
		// If a sample has 16 bits, only the high byte counts.
		if (bitDepth === 16) return row[2 * index] as number;
		const bit = index * bitDepth;
		return ((row[bit >> 3] as number) >> (8 - bitDepth - (bit & 7))) & highest;
	};
	if (colorType === COLOR.palette) {
		return (row, x) => {
			const index = sample(row, x);
			const color = [0, 1, 2].map((part) => palette?.[3 * index + part] ?? 0);
			return onPaper(color as [number, number, number], transparency?.[index] ?? 255);
		};
	}
	const isGray = colorType === COLOR.gray || colorType === COLOR.grayAlpha;
	const hasAlpha = colorType === COLOR.grayAlpha || colorType === COLOR.rgbAlpha;
	return (row, x) => {
		const first = x * samples;
		const read = (index: number) => (sample(row, first + index) * 255) / highest;
		const color: [number, number, number] = isGray
			? [read(0), read(0), read(0)]
			: [read(0), read(1), read(2)];
		return hasAlpha ? onPaper(color, read(samples - 1)) : color;
	};
}

function onPaper(color: [number, number, number], alpha: number): [number, number, number] {
	return color.map((part) => PAPER + ((part - PAPER) * alpha) / 255) as [number, number, number];
}
