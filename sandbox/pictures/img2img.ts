import sharp from 'sharp';

import { promptColor } from './colors';
import { jpeg, open, png } from './pixels';
import { imageFields, input, number, text, type Tool } from './tool';

/**
 * Image to Image (section 10): keeps fewer colors as `strength` grows, tints the image to match the style and prompt,
 * and keeps its size. The default strength of 0.5 comes from the documented example.
 */
export const img2img: Tool = {
	inputs: imageFields('userImageUrl'),
	async make(body, inputs) {
		const flat = await open(input(inputs))
			.removeAlpha()
			.median(5)
			.png({ palette: true, colours: colorsLeft(number(body, 'strength', 0.5)), dither: 0 })
			.toBuffer();
		const tint = promptColor(`${text(body, 'content')} ${text(body, 'templateId')}`);
		const picture = sharp(flat).tint(tint);
		return [await (text(body, 'format') === 'png' ? png(picture) : jpeg(picture))];
	},
};

/** Number of colors to keep: 64 at strength 0, 8 at strength 1. */
const colorsLeft = (strength: number): number => Math.round(64 - 56 * strength);
