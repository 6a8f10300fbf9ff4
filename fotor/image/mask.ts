import { inputFailure } from '../failure';
import { checkSize } from './limits';
import { encodeMonochromePng } from './monochromePng';

/** A part of an image, in percent of its width and height from the top left corner. */
export interface Region {
	x: number;
	y: number;
	width: number;
	height: number;
	shape: 'rectangle' | 'ellipse';
}

/** The color that marks the part to replace. Fotor doesn't document which one it expects (section 16). */
export type MaskConvention = 'whiteReplaces' | 'blackReplaces';

/**
 * Draws a mask of the image's size: a PNG with one bit per pixel.
 * @param size px
 * @throws Failure when the size is absurd or the signal is aborted
 */
export async function drawMask(
	size: { width: number; height: number },
	regions: Region[],
	convention: MaskConvention,
	signal?: AbortSignal,
): Promise<Buffer> {
	checkSize('Mask Regions', size);
	const { width, height } = size;
	const boxes = regions.map((region) => boxOf(region, width, height));
	const drawRow = (row: Uint8Array, y: number) => {
		for (const box of boxes) {
			const span = spanOf(box, y);
			if (span) fill(row, ...span);
		}
		if (convention === 'blackReplaces') invert(row);
	};
	return await encodeMonochromePng(width, height, drawRow, signal);
}

/**
 * Checks the regions of a form.
 * @param label the form's label of the regions, for texts
 * @throws Failure of kind `input`, naming the region by its place in the form
 */
export function checkRegions(regions: Region[], label = 'Mask Regions'): void {
	if (regions.length === 0) {
		throw inputFailure(
			`'${label}' has no entry`,
			'Add a region: its position and size in percent of the image.',
		);
	}
	regions.forEach(({ x, y, width, height }, index) => {
		const which = `Region ${index + 1} of '${label}'`;
		if (x + width > 100 || y + height > 100) {
			throw inputFailure(
				`${which} reaches beyond the image: it ends at ${x + width} % of the width and ${y + height} % of the height`,
				"Lower 'Width' or 'Height': position and size may add up to at most 100.",
			);
		}
	});
}

/** A region in px; `right` and `bottom` are outside of it. */
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

/** First and last + 1 pixel of a box in a row, or undefined where it has none. */
function spanOf({ shape, left, right, top, bottom }: Box, y: number): [number, number] | undefined {
	if (y < top || y >= bottom) return undefined;
	if (shape === 'rectangle') return [left, right];
	// A pixel belongs to the ellipse if its center does.
	const middle = (top + bottom) / 2;
	const distance = (y + 0.5 - middle) / ((bottom - top) / 2);
	const half = ((right - left) / 2) * Math.sqrt(Math.max(0, 1 - distance * distance));
	const center = (left + right) / 2;
	const from = Math.round(center - half);
	return [from, Math.max(from + 1, Math.round(center + half))];
}

/** A region has at least one pixel in each direction, however small it is. */
function edges(start: number, length: number, pixels: number): [number, number] {
	const from = Math.min(Math.round((start / 100) * pixels), pixels - 1);
	const to = Math.round(((start + length) / 100) * pixels);
	return [from, Math.max(from + 1, Math.min(to, pixels))];
}

/** Sets the bits from `from` to `to` - 1. */
function fill(row: Uint8Array, from: number, to: number): void {
	const [first, last] = [from >> 3, to >> 3];
	const [head, tail] = [0xff >> (from & 7), 0xff00 >> (to & 7)];
	if (first === last) {
		row[first] = (row[first] ?? 0) | (head & tail);
		return;
	}
	row[first] = (row[first] ?? 0) | head;
	row.fill(0xff, first + 1, last);
	if (last < row.length) row[last] = (row[last] ?? 0) | (tail & 0xff);
}

function invert(row: Uint8Array): void {
	for (let at = 0; at < row.length; at++) row[at] = (row[at] ?? 0) ^ 0xff;
}
