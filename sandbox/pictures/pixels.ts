import { setImmediate as nextTurn } from 'node:timers/promises';

import sharp, { type Sharp } from 'sharp';

// Use one thread per image and no cache, because the sandbox shares the machine with the code under test.
sharp.concurrency(1);
sharp.cache(false);

/** Thrown if an input is not a usable image. The message becomes the task's failure reason. */
export class PictureError extends Error {}

/**
 * Accepted input formats. Fotor does not publish them for the classic tools, so these are the formats that section 18
 * lists, except BMP, which sharp can't read.
 */
const READABLE = new Set(['jpeg', 'png', 'webp', 'gif', 'heif']);

/** Maximum number of pixels in a result. This is the sandbox's own limit. */
const MOST_PIXELS = 64_000_000;

export interface Size {
	width: number;
	height: number;
}

/** Pixels with 8 bits per channel: red, green, blue and, with 4 channels, alpha. */
export interface Pixels extends Size {
	data: Buffer;
	channels: 3 | 4;
}

export interface Rgb {
	r: number;
	g: number;
	b: number;
}

/** A finished image or video. */
export interface Picture {
	data: Buffer;
	contentType: string;
	/** File extension without the dot. */
	extension: string;
}

/** Checks that the input is an image and returns its upright size. */
export async function pictureSize(input: Buffer): Promise<Size> {
	const { format, autoOrient } = await sharp(input).metadata();
	if (!READABLE.has(format)) throw new PictureError(`unsupported image format: ${format}`);
	return { width: autoOrient.width, height: autoOrient.height };
}

/** Opens an image upright and in sRGB, as an image viewer does. It's not documented whether Fotor does the same. */
export function open(input: Buffer): Sharp {
	return sharp(input).autoOrient().toColourspace('srgb');
}

export async function toPixels(picture: Sharp): Promise<Pixels> {
	const { data, info } = await picture
		.raw({ depth: 'uchar' })
		.toBuffer({ resolveWithObject: true });
	if (info.channels === 4 || info.channels === 3) {
		return { data, width: info.width, height: info.height, channels: info.channels };
	}
	throw new PictureError(`unexpected number of channels: ${info.channels}`);
}

export const fromPixels = ({ data, width, height, channels }: Pixels): Sharp =>
	sharp(data, { raw: { width, height, channels } });

/** Encodes the image as a PNG, optimized for speed rather than file size. */
export async function png(picture: Sharp): Promise<Picture> {
	const data = await picture.png({ compressionLevel: 3, adaptiveFiltering: false }).toBuffer();
	return { data, contentType: 'image/png', extension: 'png' };
}

/** Encodes the image as a JPEG at quality 90. Transparent parts turn white. */
export async function jpeg(picture: Sharp): Promise<Picture> {
	const data = await picture.flatten({ background: '#fff' }).jpeg({ quality: 90 }).toBuffer();
	return { data, contentType: 'image/jpeg', extension: 'jpg' };
}

export function checkSize({ width, height }: Size): Size {
	if (width >= 1 && height >= 1 && width * height <= MOST_PIXELS) return { width, height };
	throw new PictureError(`can't make an image of ${width} × ${height} px`);
}

/** Calls `work` for 0 to count - 1 in slices, so the server can answer requests in between. */
export async function inSlices(
	count: number,
	work: (from: number, to: number) => void,
	slice = 100_000,
): Promise<void> {
	for (let from = 0; from < count; from += slice) {
		work(from, Math.min(count, from + slice));
		await nextTurn();
	}
}
