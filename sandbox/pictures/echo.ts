import sharp from 'sharp';

import { PictureError } from './pixels';
import type { Tool } from './tool';

/** For endpoints without an image operation: returns the first input image unchanged. */
export const echo: Tool = {
	inputs: (body) =>
		Object.entries(body)
			.filter(([name]) => /urls?$/i.test(name))
			.flatMap(([, value]) => value)
			.filter((value) => typeof value === 'string'),
	async make(_body, [data]) {
		if (!data) throw new PictureError('no input image to return');
		const { format } = await sharp(data).metadata();
		const extension = format === 'jpeg' ? 'jpg' : format;
		return [{ data, contentType: `image/${format}`, extension }];
	},
};
