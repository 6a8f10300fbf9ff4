import sharp from 'sharp';
import { isMasked, replaceColor, sampleMask, samplePhoto } from '../../sandbox';

interface Raw {
	data: Buffer;
	width: number;
	height: number;
}

/** An image as three bytes per pixel. */
async function rgb(picture: Buffer): Promise<Raw> {
	const { data, info } = await sharp(picture)
		.removeAlpha()
		.toColourspace('srgb')
		.raw()
		.toBuffer({ resolveWithObject: true });
	return { data, width: info.width, height: info.height };
}

export interface ReplaceComparison {
	size: { width: number; height: number };
	/** Number of pixels that the mask marks, and number of pixels that it doesn't mark. */
	masked: number;
	kept: number;
	/** Number of masked pixels that differ from the expected image, and number of kept pixels that differ from it. */
	wrongMasked: number;
	wrongKept: number;
}

/**
 * Compares an image, pixel by pixel, with what the sandbox's AI Replace returns for the sample image: a color derived
 * from the prompt where the mask is white, and unchanged pixels elsewhere.
 */
export async function compareWithReplaced(
	picture: Buffer,
	prompt: string,
): Promise<ReplaceComparison> {
	const photo = await rgb(samplePhoto().data);
	const mask = await rgb(sampleMask().data);
	const result = await rgb(picture);
	const { width, height } = result;
	const comparison = { size: { width, height }, masked: 0, kept: 0, wrongMasked: 0, wrongKept: 0 };
	const { r, g, b } = replaceColor(prompt);
	const painted = Buffer.from([r, g, b]);

	for (let at = 0; at < photo.data.length; at += 3) {
		const pixel = result.data.subarray(at, at + 3);
		if (isMasked(mask.data[at] ?? 0)) {
			comparison.masked += 1;
			if (!pixel.equals(painted)) comparison.wrongMasked += 1;
		} else {
			comparison.kept += 1;
			if (!pixel.equals(photo.data.subarray(at, at + 3))) comparison.wrongKept += 1;
		}
	}
	return comparison;
}
