import { faceArea } from './faceswap';
import { open, pictureSize, png } from './pixels';
import { type Body, input, text, type Tool } from './tool';

/**
 * Only the path of this endpoint is known (section 20). What it does here, and that it takes
 * `userImageUrl` like its siblings, is the sandbox's invention: it cuts the middle out.
 */
export const facecutout: Tool = {
	inputs: (body: Body) => [text(body, 'userImageUrl')],
	async make(_body, inputs) {
		const picture = input(inputs);
		return [await png(open(picture).extract(faceArea(await pictureSize(picture))))];
	},
};
