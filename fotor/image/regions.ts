import { inputFailure } from '../failure';
import { Bitmap } from './bitmap';
import { checkSize } from './limits';
import { Turns } from './turns';

/** A part of an image, as percentages of the image's width and height, measured from the top-left corner. */
export interface Region {
	x: number;
	y: number;
	width: number;
	height: number;
	shape: 'rectangle' | 'ellipse';
	/** True to mark everything except the shape. */
	outside?: true;
}

/**
 * Marks the pixels that belong to any of the regions.
 * @param size px
 * @throws Failure when the size is absurd or the signal is aborted
 */
export async function drawRegions(
	size: { width: number; height: number },
	regions: Region[],
	signal?: AbortSignal,
): Promise<Bitmap> {
	checkSize('Shapes', size);
	const marked = new Bitmap(size.width, size.height);
	const turns = new Turns(signal);
	for (const region of regions) {
		const box = boxOf(region, size.width, size.height);
		const [top, bottom] = region.outside ? [0, size.height] : [box.top, box.bottom];
		for (let y = top; y < bottom; y++) {
			const [left, right] = spanOf(box, y) ?? [0, 0];
			if (region.outside) {
				marked.mark(y, 0, left);
				marked.mark(y, right, size.width);
			} else marked.mark(y, left, right);
			if (turns.isOver) await turns.give();
		}
	}
	return marked;
}

/**
 * Checks the regions that the user entered in the form.
 * @param label the regions' label in the form, for messages
 * @throws Failure of kind `input` if there are no regions, or if one extends beyond the image; the message gives the
 * region's position in the form
 */
export function checkRegions(regions: Region[], label = 'Shapes'): void {
	if (regions.length === 0) {
		throw inputFailure(
			`'${label}' is empty`,
			'Add a shape, and set its position and size as percentages of the image.',
		);
	}
	regions.forEach(({ x, y, width, height }, index) => {
		const which = `Shape ${index + 1} of '${label}'`;
		if (x + width > 100 || y + height > 100) {
			throw inputFailure(
				`${which} extends beyond the image: it ends at ${x + width}% of the width and ${y + height}% of the height`,
				[tooFar('Left', 'Width', x + width), tooFar('Top', 'Height', y + height)].join('').trim(),
			);
		}
	});
}

function tooFar(position: string, size: string, end: number): string {
	if (end <= 100) return '';
	return `Lower '${position} (%)' or '${size} (%)': together, they can't exceed 100. `;
}

/** A region in px; `right` and `bottom` are exclusive. */
interface Box {
	shape: Region['shape'];
	left: number;
	right: number;
	top: number;
	bottom: number;
}

function boxOf({ shape, ...region }: Region, width: number, height: number): Box {
	const [left, right] = edges(region.x, region.width, width);
	const [top, bottom] = edges(region.y, region.height, height);
	return { shape, left, right, top, bottom };
}

/**
 * The first pixel of a shape in a row, and the pixel after the shape's last one. Undefined if the shape has no pixels
 * in the row.
 */
function spanOf({ shape, left, right, top, bottom }: Box, y: number): [number, number] | undefined {
	if (y < top || y >= bottom) return undefined;
	if (shape === 'rectangle') return [left, right];
	// A pixel belongs to the ellipse if its center is inside.
	const middle = (top + bottom) / 2;
	const distance = (y + 0.5 - middle) / ((bottom - top) / 2);
	const half = ((right - left) / 2) * Math.sqrt(Math.max(0, 1 - distance * distance));
	const center = (left + right) / 2;
	const from = Math.round(center - half);
	return [from, Math.max(from + 1, Math.round(center + half))];
}

/** The start and end of a region along one axis, px. Even the smallest region gets at least one pixel. */
function edges(start: number, length: number, pixels: number): [number, number] {
	const from = Math.min(Math.round((start / 100) * pixels), pixels - 1);
	const to = Math.round(((start + length) / 100) * pixels);
	return [from, Math.max(from + 1, Math.min(to, pixels))];
}
