import { fitted } from './canvas';
import { checkSize, jpeg } from './pixels';
import { scenery } from './scenery';
import { type Body, input, number, type Tool } from './tool';

interface Part {
	type?: unknown;
	text?: unknown;
	url?: unknown;
}

/** The parts of `content` (section 19). */
function parts(body: Body): Part[] {
	return Array.isArray(body.content) ? (body.content as Part[]) : [];
}

const referenceUrls = (body: Body): string[] =>
	parts(body).flatMap(({ type, url }) =>
		type === 'image_url' && typeof url === 'string' ? [url] : [],
	);

const promptOf = (body: Body): string =>
	parts(body)
		.flatMap(({ type, text }) => (type === 'text' && typeof text === 'string' ? [text] : []))
		.join(' ');

/**
 * Model-based image generation (section 19): makes a drawing from the prompt, or centers the first reference image on a
 * blurred copy of itself. The result is exactly `width` × `height`.
 */
export const imagegeneration: Tool = {
	inputs: referenceUrls,
	async make(body, inputs) {
		const size = checkSize({ width: number(body, 'width', 0), height: number(body, 'height', 0) });
		const picture =
			inputs.length > 0 ? await fitted(input(inputs), size) : scenery(promptOf(body), size);
		return [await jpeg(picture)];
	},
};
