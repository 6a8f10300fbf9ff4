import { sampleVideo } from '../samples';
import type { Body, Tool } from './tool';

/**
 * Model-based video generation (section 19): returns the same short sample for every request. Images are still fetched
 * and checked, so a wrong URL fails the task.
 */
export const video: Tool = {
	inputs: ({ imageUrls }: Body) =>
		Array.isArray(imageUrls) ? imageUrls.filter((url) => typeof url === 'string') : [],
	make: () => {
		const { data, mimeType } = sampleVideo();
		return Promise.resolve([{ data, contentType: mimeType, extension: 'mp4' }]);
	},
};
