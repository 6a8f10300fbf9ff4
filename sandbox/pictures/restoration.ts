import { checkSize, open, pictureSize, png } from './pixels';
import { imageFields, input, number, type Tool } from './tool';

/** Photo Restoration (section 14): enlarges the image by `upscale` (Lanczos 3), then sharpens it. */
export const restoration: Tool = {
	inputs: imageFields('userImageUrl'),
	async make(body, inputs) {
		const picture = input(inputs);
		const { width, height } = await pictureSize(picture);
		const factor = number(body, 'upscale', 2);
		const size = checkSize({ width: width * factor, height: height * factor });
		return [
			await png(
				open(picture)
					.resize({ ...size, fit: 'fill', kernel: 'lanczos3' })
					.sharpen(),
			),
		];
	},
};
