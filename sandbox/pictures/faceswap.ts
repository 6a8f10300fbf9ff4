import { jpeg, open, pictureSize, type Size } from './pixels';
import { imageFields, input, type Tool } from './tool';

/** Assumed position of the face: an oval in the upper middle, as fractions of the image size. */
const FACE = { left: 0.3, top: 0.22, width: 0.4, height: 0.45 };

interface Area extends Size {
	left: number;
	top: number;
}

/** The area of an image that is treated as the face. */
function faceArea({ width, height }: Size): Area {
	return {
		left: Math.floor(width * FACE.left),
		top: Math.floor(height * FACE.top),
		width: Math.max(1, Math.floor(width * FACE.width)),
		height: Math.max(1, Math.floor(height * FACE.height)),
	};
}

/**
 * Face Swap (section 15): pastes the face area of `userImageUrl` as an oval over that of `templateImageUrl`, and keeps
 * the template's size. There is no face detection.
 */
export const faceswap: Tool = {
	inputs: imageFields('userImageUrl', 'templateImageUrl'),
	async make(_body, inputs) {
		const face = input(inputs);
		const template = input(inputs, 1);
		const target = faceArea(await pictureSize(template));
		const { width, height, left, top } = target;
		const pasted = await open(face)
			.extract(faceArea(await pictureSize(face)))
			.resize(width, height, { fit: 'cover' })
			.ensureAlpha()
			.composite([{ input: oval(target), blend: 'dest-in' }])
			.png()
			.toBuffer();
		return [await jpeg(open(template).composite([{ input: pasted, left, top }]))];
	},
};

/** An oval with a soft edge. The area outside it is transparent. */
function oval({ width, height }: Size): Buffer {
	return Buffer.from(
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
		<defs><radialGradient id="edge"><stop offset=".88" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>
		<ellipse cx="${width / 2}" cy="${height / 2}" rx="${width / 2}" ry="${height / 2}" fill="url(#edge)"/></svg>`,
	);
}
