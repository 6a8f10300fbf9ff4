import type { Bitmap } from './bitmap';
import { encodeMonochromePng } from './monochromePng';

/**
 * The color that marks the part to replace. Fotor doesn't document which color it expects (API reference, section 16).
 */
export type MaskConvention = 'whiteReplaces' | 'blackReplaces';

/**
 * Encodes a mask as a PNG with one bit per pixel.
 * @param marked the pixels to replace
 * @throws Failure when the signal is aborted
 */
export async function encodeMask(
	marked: Bitmap,
	convention: MaskConvention,
	signal?: AbortSignal,
): Promise<Buffer> {
	const flip = convention === 'blackReplaces' ? 0xff : 0;
	const drawRow = (row: Uint8Array, y: number) => {
		const from = marked.row(y);
		for (let at = 0; at < row.length; at++) row[at] = (from[at] as number) ^ flip;
	};
	return await encodeMonochromePng(marked.width, marked.height, drawRow, signal);
}

/**
 * Percentage of the image that a mask replaces, to two decimal places. It is 0 only for an empty mask, and 100 only
 * for a full one.
 */
export function coverageOf(marked: Bitmap): number {
	const share = marked.count() / (marked.width * marked.height);
	if (share === 0 || share === 1) return 100 * share;
	return Math.min(99.99, Math.max(0.01, Math.round(1e4 * share) / 100));
}
