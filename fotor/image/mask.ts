import { Failure } from '../failure';
import { encodeMonochromePng } from './monochromePng';

/** A part of a picture, in percent of its width and height from the upper left corner. */
export interface Region {
	x: number;
	y: number;
	width: number;
	height: number;
	shape: 'rectangle' | 'ellipse';
}

/** Which colour marks the part to replace; which one Fotor expects is not documented (section 16). */
export type MaskConvention = 'whiteReplaces' | 'blackReplaces';

/**
 * Draws a mask of the picture's size: a PNG with one bit a pixel.
 * @param size px
 */
export async function drawMask(
	size: { width: number; height: number },
	regions: Region[],
	convention: MaskConvention,
): Promise<Buffer> {
	const rows = function* () {
		for (let y = 0; y < size.height; y++) yield maskRow(size, regions, convention, y);
	};
	return await encodeMonochromePng(size.width, size.height, rows());
}

/**
 * Checks the regions of a form.
 * @throws Failure of kind `input`, naming the region by its place in the form
 */
export function checkRegions(regions: Region[]): void {
	if (regions.length === 0) {
		throw new Failure(
			'input',
			"'Mask Regions' has no entry",
			'Add a region: where it begins and how large it is, in percent of the picture.',
		);
	}
	regions.forEach(({ x, y, width, height }, index) => {
		const which = `Region ${index + 1} of 'Mask Regions'`;
		if (x + width > 100 || y + height > 100) {
			throw new Failure(
				'input',
				`${which} reaches beyond the picture: it ends at ${x + width} % of the width and ${y + height} % of the height`,
				"Lower 'Width' or 'Height', so that start and size together are at most 100.",
			);
		}
	});
}

/** One row, packed: eight pixels a byte, the leftmost in the highest bit, 1 = white. */
function maskRow(
	{ width, height }: { width: number; height: number },
	regions: Region[],
	convention: MaskConvention,
	y: number,
): Uint8Array {
	const row = new Uint8Array(Math.ceil(width / 8));
	for (const region of regions) {
		const span = spanOf(region, width, height, y);
		if (span) fill(row, ...span);
	}
	if (convention === 'whiteReplaces') return row;
	return row.map((byte) => byte ^ 0xff);
}

/** First and last + 1 pixel of a region in a row, or undefined where it has none. */
function spanOf(
	region: Region,
	width: number,
	height: number,
	y: number,
): [number, number] | undefined {
	const [left, right] = edges(region.x, region.width, width);
	const [top, bottom] = edges(region.y, region.height, height);
	if (y < top || y >= bottom) return undefined;
	if (region.shape === 'rectangle') return [left, right];
	// A pixel belongs to the ellipse when its middle does.
	const middle = (top + bottom) / 2;
	const distance = (y + 0.5 - middle) / ((bottom - top) / 2);
	const half = ((right - left) / 2) * Math.sqrt(Math.max(0, 1 - distance * distance));
	const centre = (left + right) / 2;
	const from = Math.round(centre - half);
	return [from, Math.max(from + 1, Math.round(centre + half))];
}

/** A region has at least one pixel in each direction, however small it is. */
function edges(start: number, length: number, pixels: number): [number, number] {
	const from = Math.min(Math.round((start / 100) * pixels), pixels - 1);
	const to = Math.round(((start + length) / 100) * pixels);
	return [from, Math.max(from + 1, Math.min(to, pixels))];
}

function fill(row: Uint8Array, from: number, to: number): void {
	for (let x = from; x < to; ) {
		if (x % 8 === 0 && to - x >= 8) {
			row[x >> 3] = 0xff;
			x += 8;
		} else {
			row[x >> 3] = (row[x >> 3] ?? 0) | (0x80 >> (x & 7));
			x++;
		}
	}
}
