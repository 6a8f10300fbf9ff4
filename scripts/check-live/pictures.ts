import type { INodeExecutionData } from 'n8n-workflow';
import sharp from 'sharp';

import type { Engine } from '../../harness/engine/core';
import { sampleMask, samplePhoto, samplePortrait } from '../../sandbox';

/** Sizes of the images in every probe's input, in px. */
const PHOTO = { width: 960, height: 640 };
const PORTRAIT = { width: 640, height: 800 };

const [photo, mask] = [samplePhoto().data, sampleMask().data];
const resized = (image: Buffer | string, width: number, height: number) =>
	sharp(image).rotate().resize(width, height, { position: 'top' });

/**
 * The input item for every probe. It holds images as files, or as text in its JSON if no form field accepts them.
 * @param portrait path to an image of a face; the default is the sandbox's drawing
 */
export async function inputItem(engine: Engine, portrait?: string): Promise<INodeExecutionData> {
	const face = resized(portrait ?? samplePortrait().data, PORTRAIT.width, PORTRAIT.height).jpeg();
	const large = await resized(photo, 1600, 1200).toBuffer();
	const half = await resized(mask, PHOTO.width / 2, PHOTO.height / 2).toBuffer();
	const file = async (data: Buffer) => (await engine.file(data, 'input.jpg', 'image/jpeg'))?.data;
	const drawn = (await engine.file(mask, 'mask.png', 'image/png'))?.data;
	const cut = await file(await face.toBuffer());
	const binary = { data: await file(photo), portrait: cut, mask: drawn };
	const json = {
		bareBase64: photo.toString('base64'),
		above1536: `data:image/jpeg;base64,${large.toString('base64')}`,
		smallMask: `data:image/png;base64,${half.toString('base64')}`,
	};
	return { json, binary: binary as INodeExecutionData['binary'] };
}

/** Mean difference between a result and the sample image, 0 to 255, in the white and black areas of the mask. */
export async function maskDifference(result: Buffer): Promise<{ white: number; black: number }> {
	const flat = sharp(result).removeAlpha();
	const after = await flat
		.resize({ ...PHOTO, fit: 'fill' })
		.png()
		.toBuffer();
	const mean = async (image: Buffer) => (await sharp(image).greyscale().stats()).channels[0]?.mean;
	const within = async (part: Buffer) => {
		const changed = sharp(photo).composite([
			{ input: after, blend: 'difference' },
			{ input: part, blend: 'multiply' },
		]);
		const [sum = 0, whole = 0] = [await mean(await changed.png().toBuffer()), await mean(part)];
		return Math.round((255 * sum) / whole);
	};
	return { white: await within(mask), black: await within(await sharp(mask).negate().toBuffer()) };
}
