import { promptColour } from './colours';
import { fromPixels, inSlices, open, type Pixels, png, type Rgb, toPixels } from './pixels';
import { imageFields, input, text, type Tool } from './tool';

/** The opaque colour that is painted into the mask for a prompt. */
export const replaceColour = (prompt: string): Rgb => promptColour(prompt);

/**
 * Whether a mask pixel marks its place for painting: at least half bright. That white marks the area
 * is the usual convention only, Fotor's is UNKNOWN (section 16).
 */
export const isMasked = (brightness: number): boolean => brightness >= 128;

/** AI Replace (section 16): paints the white of the mask, leaves every other pixel as it was. */
export const replacer: Tool = {
	inputs: imageFields('imageUrl', 'maskImageUrl'),
	async make(body, inputs) {
		const picture = await toPixels(open(input(inputs)));
		await paint(
			picture,
			await maskOf(input(inputs, 1), picture),
			replaceColour(text(body, 'content')),
		);
		return [await png(fromPixels(picture))];
	},
};

/** Brightness of the mask, one byte a pixel of the picture; transparent counts as black. */
async function maskOf(mask: Buffer, { width, height }: Pixels): Promise<Buffer> {
	return await open(mask)
		.flatten({ background: '#000' })
		// Nearest keeps a mask of two colours free of in-between ones.
		.resize(width, height, { fit: 'fill', kernel: 'nearest' })
		.toColourspace('b-w')
		.extractChannel(0)
		.raw({ depth: 'uchar' })
		.toBuffer();
}

async function paint({ data, channels }: Pixels, mask: Buffer, { r, g, b }: Rgb): Promise<void> {
	await inSlices(mask.length, (from, to) => {
		for (let pixel = from; pixel < to; pixel++) {
			if (!isMasked(mask[pixel] ?? 0)) continue;
			const at = pixel * channels;
			data[at] = r;
			data[at + 1] = g;
			data[at + 2] = b;
			if (channels === 4) data[at + 3] = 255;
		}
	});
}
