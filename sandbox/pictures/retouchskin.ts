import { jpeg, open } from './pixels';
import { imageFields, input, type Tool } from './tool';

/**
 * AI Skin Retouch (section 8): blurs the image slightly and keeps its size. Returning a JPEG is the sandbox's choice.
 */
export const retouchskin: Tool = {
	inputs: imageFields('userImageUrl'),
	make: async (_body, inputs) => [await jpeg(open(input(inputs)).blur(1.6))],
};
