import { checkSize, open, pictureSize, png, type Size } from './pixels';
import { imageFields, input, number, type Tool } from './tool';

/**
 * Size of an upscaled image: `factor` times as large, then scaled down at the same aspect ratio if it exceeds the
 * limits. Section 7 documents only the limits, not how Fotor rounds or whether it keeps the ratio.
 */
export function upscaledSize({ width, height }: Size, factor: number, limit: Size): Size {
	const scale = Math.min(factor, limit.width / width, limit.height / height);
	return {
		width: Math.max(1, Math.round(width * scale)),
		height: Math.max(1, Math.round(height * scale)),
	};
}

/** AI Upscaler (section 7): enlarges the image with Lanczos 3 and returns a PNG. */
export const imgupscale: Tool = {
	inputs: imageFields('userImageUrl'),
	async make(body, inputs) {
		const picture = input(inputs);
		const { width, height } = checkSize(
			upscaledSize(await pictureSize(picture), number(body, 'upscaling_resize', 2), {
				width: number(body, 'max_image_width', 2048),
				height: number(body, 'max_image_height', 2048),
			}),
		);
		return [await png(open(picture).resize(width, height, { fit: 'fill', kernel: 'lanczos3' }))];
	},
};
