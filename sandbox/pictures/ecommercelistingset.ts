import sharp from 'sharp';

import { withoutBackground } from './backgroundremover';
import { css, promptColor } from './colors';
import { jpeg, png, type Picture, type Size } from './pixels';
import { ratioSize } from './ratios';
import { type Body, input, text, type Tool } from './tool';

/** E-commerce listing set (section 20): puts the product on a different backdrop for each scene. */
export const ecommercelistingset: Tool = {
	inputs: ({ image_urls: urls }: Body) =>
		Array.isArray(urls) ? urls.filter((url) => typeof url === 'string') : [],
	async make(body, inputs) {
		const size = ratioSize(text(body, 'aspect_ratio') || '1:1');
		const made: Picture[] = [];
		for (const [at, scene] of sceneNames(body).entries()) {
			made.push(await scenePicture(input(inputs, at % inputs.length), scene, size));
		}
		return made;
	},
};

/** Scene names that the sandbox uses if the request gives none. */
const SCENES = ['Main', 'Lifestyle', 'Detail', 'Size', 'Benefits', 'In use', 'Packaging', 'Gift'];

/** Scene names, one per result: the names in the request or, if it has none, `num` default names. */
export function sceneNames(body: Record<string, unknown>): string[] {
	const { scenes } = body;
	if (Array.isArray(scenes) && scenes.length > 0) return scenes.map(String);
	return Array.from({ length: listingImages(body) }, (_, at) => SCENES[at] ?? `Scene ${at + 1}`);
}

/** Number of images in a listing set. The default is 4, the value that section 20 recommends. */
export function listingImages(body: Record<string, unknown>): number {
	return typeof body.num === 'number' ? body.num : 4;
}

async function scenePicture(product: Buffer, scene: string, size: Size): Promise<Picture> {
	const { width, height } = size;
	const backdrop = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
		<defs><radialGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="${css(promptColor(scene))}"/></radialGradient></defs>
		<rect width="${width}" height="${height}" fill="url(#g)"/></svg>`;
	const side = Math.round(Math.min(width, height) * 0.8);
	const cutout = await png(await withoutBackground(product));
	const center = await sharp(cutout.data).resize(side, side, { fit: 'inside' }).png().toBuffer();
	return await jpeg(sharp(Buffer.from(backdrop)).composite([{ input: center, gravity: 'centre' }]));
}
