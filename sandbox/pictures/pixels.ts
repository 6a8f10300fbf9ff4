import { setImmediate as nextTurn } from 'node:timers/promises';

import sharp, { type Sharp } from 'sharp';

// One thread a picture and no cache: the sandbox shares the machine with what is being tested.
sharp.concurrency(1);
sharp.cache(false);

/** Thrown for an input that is no usable picture; becomes the failure reason of the task. */
export class PictureError extends Error {}

/**
 * What may come in. The accepted formats are not published for the classic tools; these are the ones
 * section 18 lists, as far as sharp reads them (it has no BMP).
 */
const READABLE = new Set(['jpeg', 'png', 'webp', 'gif', 'heif']);

/** Pixels of a result that the sandbox is willing to make; its own limit. */
const MOST_PIXELS = 64_000_000;

export interface Size {
	width: number;
	height: number;
}

/** Pixels, 8 bits a channel: red, green, blue and, with 4 channels, alpha. */
export interface Pixels extends Size {
	data: Buffer;
	channels: 3 | 4;
}

export interface Rgb {
	r: number;
	g: number;
	b: number;
}

/** A finished picture, or video. */
export interface Picture {
	data: Buffer;
	contentType: string;
	/** Ending of its name, without the dot. */
	extension: string;
}

/** Checks that the input is a picture and gives its upright size. */
export async function pictureSize(input: Buffer): Promise<Size> {
	const { format, autoOrient } = await sharp(input).metadata();
	if (!READABLE.has(format)) throw new PictureError(`unsupported image format: ${format}`);
	return { width: autoOrient.width, height: autoOrient.height };
}

/** Opens a picture upright and in sRGB, as a viewer shows it. That Fotor does so is not documented. */
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

/** PNG packed fast rather than small. */
export async function png(picture: Sharp): Promise<Picture> {
	const data = await picture.png({ compressionLevel: 3, adaptiveFiltering: false }).toBuffer();
	return { data, contentType: 'image/png', extension: 'png' };
}

/** JPEG at quality 90; transparent parts become white. */
export async function jpeg(picture: Sharp): Promise<Picture> {
	const data = await picture.flatten({ background: '#fff' }).jpeg({ quality: 90 }).toBuffer();
	return { data, contentType: 'image/jpeg', extension: 'jpg' };
}

export function checkSize({ width, height }: Size): Size {
	if (width >= 1 && height >= 1 && width * height <= MOST_PIXELS) return { width, height };
	throw new PictureError(`cannot make a picture of ${width} × ${height}`);
}

/** Calls `work` for all of 0 … count - 1 in slices, so that requests are answered in between. */
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
