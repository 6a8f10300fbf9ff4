import { jpeg } from './pixels';
import { ratioSize } from './ratios';
import { scenery } from './scenery';
import { text, type Tool } from './tool';

/** Text to Image (section 9): a drawing in the requested ratio, with the prompt on it. */
export const text2img: Tool = {
	inputs: () => [],
	make: async (body) => [
		await jpeg(scenery(text(body, 'content'), ratioSize(text(body, 'sizeId')))),
	],
};
