import { onCanvas } from './canvas';
import { checkSize, pictureSize, png } from './pixels';
import { imageFields, input, number, type Tool } from './tool';

/** Fraction of the width to add on the left and on the right if the request doesn't say how far to expand. */
const DEFAULT_SHARE = 0.25;

/**
 * AI Expand: its path and body are UNKNOWN (section 17), so the sandbox invents them. `left`, `right`, `top` and
 * `bottom` are pixels to add. If none of them is set, the sandbox adds a quarter of the width on the left and on the
 * right.
 */
export const expand: Tool = {
	inputs: imageFields('imageUrl'),
	async make(body, inputs) {
		const picture = input(inputs);
		const { width, height } = await pictureSize(picture);
		const given = ['left', 'right', 'top', 'bottom'].some((side) => typeof body[side] === 'number');
		const aside = given ? 0 : Math.round(width * DEFAULT_SHARE);
		const side = (name: string, otherwise: number): number =>
			Math.max(0, Math.round(number(body, name, otherwise)));
		const left = side('left', aside);
		const top = side('top', 0);
		const canvas = checkSize({
			width: left + width + side('right', aside),
			height: top + height + side('bottom', 0),
		});
		return [await png(await onCanvas(picture, canvas, { width, height, left, top }))];
	},
};
