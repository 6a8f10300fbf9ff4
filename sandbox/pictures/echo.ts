import sharp from 'sharp';

import { PictureError } from './pixels';
import type { Tool } from './tool';

/** For an endpoint without a picture of its own: gives its first input image back, byte for byte. */
export const echo: Tool = {
	inputs: (body) =>
		Object.entries(body)
			.filter(([name]) => /urls?$/i.test(name))
			.flatMap(([, value]) => value)
			.filter((value) => typeof value === 'string'),
	async make(_body, [data]) {
		if (!data) throw new PictureError('no input image to give back');
		const { format } = await sharp(data).metadata();
		const extension = format === 'jpeg' ? 'jpg' : format;
		return [{ data, contentType: `image/${format}`, extension }];
	},
};
