import { jpeg, open, type Rgb } from './pixels';
import { imageFields, input, type Tool } from './tool';

/** Tint of a colorized image. */
const COLORIZE_TINT: Rgb = { r: 224, g: 160, b: 96 };

/** Photo Colorize (section 13): tints the image and keeps its size. Ignores the other fields. */
export const colorize: Tool = {
	inputs: imageFields('userImageUrl'),
	make: async (_body, inputs) => [
		await jpeg(open(input(inputs)).removeAlpha().tint(COLORIZE_TINT)),
	],
};
