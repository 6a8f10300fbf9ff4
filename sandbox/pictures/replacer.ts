import { promptColor } from './colors';
import { fromPixels, inSlices, open, type Pixels, png, type Rgb, toPixels } from './pixels';
import { imageFields, input, text, type Tool } from './tool';

/** The opaque color to fill the masked area with, based on the prompt. */
export const replaceColor = (prompt: string): Rgb => promptColor(prompt);

/**
 * True if a mask pixel is bright enough to mark a place to paint. Marking the area in white is only the usual
 * convention; Fotor's convention is UNKNOWN (section 16).
 */
export const isMasked = (brightness: number): boolean => brightness >= 128;

/** AI Replace (section 16): paints the white area of the mask and keeps all other pixels. */
export const replacer: Tool = {
	inputs: imageFields('imageUrl', 'maskImageUrl'),
	async make(body, inputs) {
		const picture = await toPixels(open(input(inputs)));
		const prompt = text(body, 'content');
		const mask = await maskOf(input(inputs, 1), picture);
		await paint(picture, mask, replaceColor(prompt), keepsShape(prompt));
		return [await png(fromPixels(picture))];
	},
};

/** Brightness of the mask, one byte per image pixel. Transparent pixels count as black. */
async function maskOf(mask: Buffer, { width, height }: Pixels): Promise<Buffer> {
	return await open(mask)
		.flatten({ background: '#000' })
		// Nearest-neighbor scaling keeps a two-color mask free of in-between values.
		.resize(width, height, { fit: 'fill', kernel: 'nearest' })
		.toColourspace('b-w')
		.extractChannel(0)
		.raw({ depth: 'uchar' })
		.toBuffer();
}

/**
 * True for prompts such as "paint the house red", where the masked area changes color but keeps its light and shadow.
 */
const keepsShape = (prompt: string): boolean => /^\s*(re)?paint\b/i.test(prompt);

async function paint(
	{ data, channels }: Pixels,
	mask: Buffer,
	{ r, g, b }: Rgb,
	keepShape: boolean,
): Promise<void> {
	await inSlices(mask.length, (from, to) => {
		for (let pixel = from; pixel < to; pixel++) {
			if (!isMasked(mask[pixel] ?? 0)) continue;
			const at = pixel * channels;
			const light = keepShape ? brightnessOf(data, at) / 160 : 1;
			data[at] = Math.min(255, r * light);
			data[at + 1] = Math.min(255, g * light);
			data[at + 2] = Math.min(255, b * light);
			if (channels === 4) data[at + 3] = 255;
		}
	});
}

/** Brightness of a pixel, 0 to 255. */
function brightnessOf(data: Uint8Array, at: number): number {
	return 0.3 * (data[at] ?? 0) + 0.59 * (data[at + 1] ?? 0) + 0.11 * (data[at + 2] ?? 0);
}
