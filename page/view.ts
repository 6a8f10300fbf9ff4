import type { Point } from './operations';

export interface Size {
	width: number;
	height: number;
}

/** An image's position and scale on the stage: screen = image * scale + offset. */
export interface View {
	scale: number;
	x: number;
	y: number;
}

/** Margin around a fitted image, in screen px. */
const MARGIN = 8;
/** Maximum scale, in screen px per image px. */
const LARGEST = 16;

/** Scales the whole image to fit the stage and centers it. Enlarges small images to at most 4 times their size. */
export function fitted(image: Size, stage: Size): View {
	const scale = Math.min(4, fitScale(image, stage));
	return {
		scale,
		x: (stage.width - image.width * scale) / 2,
		y: (stage.height - image.height * scale) / 2,
	};
}

function fitScale(image: Size, stage: Size): number {
	const width = Math.max(1, stage.width - 2 * MARGIN);
	const height = Math.max(1, stage.height - 2 * MARGIN);
	return Math.min(width / image.width, height / image.height);
}

/** Zooms the image around a fixed point on the stage. */
export function zoomed(view: View, at: Point, factor: number, image: Size, stage: Size): View {
	const smallest = Math.min(1, fitScale(image, stage) / 2);
	const scale = Math.min(LARGEST, Math.max(smallest, view.scale * factor));
	const ratio = scale / view.scale;
	const moved = { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
	return kept(moved, image, stage);
}

/** Moves the image, but never off the stage. */
export function moved(view: View, dx: number, dy: number, image: Size, stage: Size): View {
	return kept({ ...view, x: view.x + dx, y: view.y + dy }, image, stage);
}

function kept({ scale, x, y }: View, image: Size, stage: Size): View {
	const keep = (offset: number, length: number, room: number) => {
		const visible = Math.min(60, length);
		return Math.min(room - visible, Math.max(visible - length, offset));
	};
	return {
		scale,
		x: keep(x, image.width * scale, stage.width),
		y: keep(y, image.height * scale, stage.height),
	};
}

/** Converts a point on the stage to image px. */
export function toImage({ scale, x, y }: View, point: Point): Point {
	return { x: (point.x - x) / scale, y: (point.y - y) / scale };
}

/** Size of the painting canvas: the size of the image, limited to what a phone can handle. */
export function canvasSize({ width, height }: Size): Size {
	const scale = Math.min(1, 2048 / Math.max(width, height));
	return {
		width: Math.max(1, Math.round(width * scale)),
		height: Math.max(1, Math.round(height * scale)),
	};
}

/** Brush diameter in image px for a slider value of 0 to 100, with finer steps at small sizes. */
export function brushDiameter(slider: number, image: Size): number {
	return Math.max(1, Math.max(image.width, image.height) * 0.003 * 200 ** (slider / 100));
}
