import { jpeg, open, pictureSize } from './pixels';
import { imageFields, input, type Tool } from './tool';

/** Colors that suit most landscapes: a blue sky at the top, a light horizon, and green at the bottom. */
const COLORS = `<svg xmlns="http://www.w3.org/2000/svg" width="WIDTH" height="HEIGHT">
<linearGradient id="g" x2="0" y2="1">
<stop offset="0" stop-color="#3f78d8"/><stop offset=".45" stop-color="#f0b070"/><stop offset=".6" stop-color="#7fa040"/><stop offset="1" stop-color="#5a8038"/>
</linearGradient>
<rect width="100%" height="100%" fill="url(#g)"/></svg>`;

/**
 * Photo Colorize (section 13): lays colors over the image and keeps its size. All fields except `userImageUrl` are
 * ignored.
 */
export const colorize: Tool = {
	inputs: imageFields('userImageUrl'),
	async make(_body, inputs) {
		const picture = input(inputs);
		const { width, height } = await pictureSize(picture);
		const colors = COLORS.replace('WIDTH', String(width)).replace('HEIGHT', String(height));
		const gray = open(picture).removeAlpha().grayscale().toColourspace('srgb');
		const layer = { input: Buffer.from(colors), blend: 'soft-light' as const };
		return [await jpeg(gray.composite([layer]))];
	},
};
