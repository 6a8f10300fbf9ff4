import type { Sharp } from 'sharp';

import { open, pictureSize, type Size } from './pixels';

/** Position and size of an image fitted into a canvas: as large as possible and centered. */
function centered(picture: Size, canvas: Size): Size & { left: number; top: number } {
	const scale = Math.min(canvas.width / picture.width, canvas.height / picture.height);
	const width = Math.max(1, Math.round(picture.width * scale));
	const height = Math.max(1, Math.round(picture.height * scale));
	return {
		width,
		height,
		left: Math.floor((canvas.width - width) / 2),
		top: Math.floor((canvas.height - height) / 2),
	};
}

/** Places the image on a canvas filled with a blurred copy of the image, to imitate an expansion. */
export async function onCanvas(
	picture: Buffer,
	canvas: Size,
	place: Size & { left: number; top: number },
): Promise<Sharp> {
	const middle = await open(picture)
		.resize(place.width, place.height, { fit: 'fill' })
		.png({ compressionLevel: 1 })
		.toBuffer();
	return open(picture)
		.removeAlpha()
		.resize(canvas.width, canvas.height, { fit: 'cover' })
		.blur(Math.max(1, Math.min(canvas.width, canvas.height) / 40))
		.composite([{ input: middle, left: place.left, top: place.top }]);
}

/** Calls {@link onCanvas} with the image scaled to fit and centered. */
export async function fitted(picture: Buffer, canvas: Size): Promise<Sharp> {
	return await onCanvas(picture, canvas, centered(await pictureSize(picture), canvas));
}
