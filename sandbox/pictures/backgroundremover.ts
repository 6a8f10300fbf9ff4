import type { Sharp } from 'sharp';

import { fromPixels, inSlices, open, type Pixels, png, type Rgb, toPixels } from './pixels';
import { imageFields, input, type Tool } from './tool';

/** A pixel within this distance of the background color becomes fully transparent. */
const NEAR = 40;
/**
 * A pixel at least this far from the background color stays unchanged. Between the two distances, alpha rises linearly.
 */
const FAR = 80;

/** Euclidean distance between two RGB colors, 0 to 442. */
const colorDistance = (a: Rgb, b: Rgb): number => Math.hypot(a.r - b.r, a.g - b.g, a.b - b.b);

/** Alpha (0 to 255) of a pixel, given the background color. */
export function cutoutAlpha(pixel: Rgb, background: Rgb): number {
	const distance = colorDistance(pixel, background);
	return Math.round(255 * Math.min(1, Math.max(0, (distance - NEAR) / (FAR - NEAR))));
}

/** The background color: the rounded mean of the four corner pixels. */
export function backgroundColor({ data, width, height, channels }: Pixels): Rgb {
	const corners = [0, width - 1, (height - 1) * width, height * width - 1];
	const mean = (channel: number): number =>
		Math.round(
			corners.reduce((sum, pixel) => sum + (data[pixel * channels + channel] ?? 0), 0) / 4,
		);
	return { r: mean(0), g: mean(1), b: mean(2) };
}

/**
 * Background Remover (section 11): returns a PNG of the same size in which the color of the corners is transparent. It
 * does no segmentation, so it works only on plain backgrounds. The `action` field is ignored.
 */
export const backgroundremover: Tool = {
	inputs: imageFields('userImageUrl'),
	make: async (_body, inputs) => [await png(await withoutBackground(input(inputs)))],
};

export async function withoutBackground(picture: Buffer): Promise<Sharp> {
	const pixels = await toPixels(open(picture).ensureAlpha());
	await cutOut(pixels);
	return fromPixels(pixels);
}

async function cutOut(picture: Pixels): Promise<void> {
	const { data, width, height } = picture;
	const background = backgroundColor(picture);
	await inSlices(width * height, (from, to) => {
		for (let at = from * 4; at < to * 4; at += 4) {
			const pixel = { r: data[at] ?? 0, g: data[at + 1] ?? 0, b: data[at + 2] ?? 0 };
			data[at + 3] = Math.min(data[at + 3] ?? 255, cutoutAlpha(pixel, background));
		}
	});
}
