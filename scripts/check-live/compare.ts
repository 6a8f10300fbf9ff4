import sharp from 'sharp';

import type { MaskDifference } from './evidence';
import { MASK_BOX } from './pictures';

/** Side at which pictures are compared, px: detail does not count. */
const SIDE = 64;
/** Part of a side that is left out around the border of the mask, where tools blend. */
const BLEND = 0.05;

/** How much two pictures differ inside and outside the white part of the mask. */
export async function maskDifference(before: Buffer, after: Buffer): Promise<MaskDifference> {
	const [one, other] = await Promise.all([pixels(before), pixels(after)]);
	const sums = { inside: [0, 0], outside: [0, 0] } satisfies Record<string, [number, number]>;
	for (let at = 0; at < SIDE * SIDE; at++) {
		const place = placeOf((at % SIDE) / SIDE, Math.floor(at / SIDE) / SIDE);
		if (!place) continue;
		for (let channel = 0; channel < 3; channel++) {
			sums[place][0] += Math.abs((one[at * 3 + channel] ?? 0) - (other[at * 3 + channel] ?? 0));
			sums[place][1]++;
		}
	}
	const mean = ([sum, count]: [number, number]) => Math.round((10 * sum) / Math.max(1, count)) / 10;
	return { inside: mean(sums.inside), outside: mean(sums.outside) };
}

function placeOf(x: number, y: number): keyof MaskDifference | undefined {
	const within = (by: number) =>
		[x, y].every((at) => at >= MASK_BOX.from - by && at < MASK_BOX.to + by);
	if (within(-BLEND)) return 'inside';
	return within(BLEND) ? undefined : 'outside';
}

async function pixels(picture: Buffer): Promise<Buffer> {
	return await sharp(picture)
		.flatten({ background: '#fff' })
		.resize(SIDE, SIDE, { fit: 'fill' })
		.toColourspace('srgb')
		.raw()
		.toBuffer();
}
