import { PIXELS, writePng } from './writePng';

/** A small image held in memory, with three bytes per pixel. */
export interface RgbImage {
	/** px */
	width: number;
	/** px */
	height: number;
	data: Uint8Array;
}

/** Encodes a PNG with 8 bits per color (PNG specification, color type 2). */
export async function encodeRgbPng({ width, height, data }: RgbImage): Promise<Buffer> {
	return await writePng(width, height, PIXELS.rgb, filteredRows(width, height, data));
}

/**
 * Each row begins with its filter type, which is always 1 (Sub): each byte is stored as the difference from the
 * corresponding byte of the pixel to the left.
 */
function* filteredRows(width: number, height: number, data: Uint8Array): Generator<Uint8Array> {
	const length = 3 * width;
	for (let y = 0; y < height; y++) {
		const row = new Uint8Array(1 + length);
		row[0] = 1;
		for (let at = 0; at < length; at++) {
			const left = at < 3 ? 0 : (data[y * length + at - 3] as number);
			row[1 + at] = (data[y * length + at] as number) - left;
		}
		yield row;
	}
}
