import { Bitmap } from './bitmap';
import type { DrawRow } from './monochromePng';
import { Turns } from './turns';

/**
 * Returns a new bitmap whose marked part is grown by a margin, or the bitmap itself if the margin is 0.
 * @param margin px, 0 or more
 * @throws Failure when the signal is aborted
 */
export async function growBitmap(
	map: Bitmap,
	margin: number,
	signal?: AbortSignal,
): Promise<Bitmap> {
	if (margin <= 0) return map;
	const result = new Bitmap(map.width, map.height);
	const draw = grown(map, margin);
	const turns = new Turns(signal);
	for (let y = 0; y < map.height; y++) {
		draw(result.row(y), y);
		if (turns.isOver) await turns.give();
	}
	return result;
}

/**
 * Draws a bitmap with its marked part grown by a margin: a pixel is marked if its center is within the margin of the
 * center of a marked pixel. Rows must be requested in order. The time per row doesn't depend on the margin.
 * @param margin px, 0 or more
 */
export function grown(map: Bitmap, margin: number): DrawRow {
	if (margin <= 0) return (row, y) => row.set(map.row(y));
	const { width, height } = map;
	const radius = Math.floor(margin);
	const reach = Array.from({ length: radius + 1 }, (_, distance) =>
		Math.floor(Math.sqrt(margin * margin - distance * distance)),
	);
	/** For each column, the last row with a marked pixel, at or above the current row. */
	const above = new Int32Array(width).fill(-radius - 1);
	/**
	 * For each column, the first row with a marked pixel, at or below the current row. If none has been found, the
	 * first row that hasn't been searched yet.
	 */
	const below = new Int32Array(width);
	/** For each column, the number of marked spans that begin there, minus the number of spans that end there. */
	const changes = new Int32Array(width + 1);
	return (row, y) => {
		changes.fill(0);
		for (let x = 0; x < width; x++) {
			if (map.has(x, y)) above[x] = y;
			const last = Math.min(height - 1, y + radius);
			let next = Math.max(below[x] as number, y);
			while (next <= last && !map.has(x, next)) next++;
			below[x] = next;
			const down = next <= last ? next - y : radius + 1;
			const distance = Math.min(y - (above[x] as number), down);
			if (distance > radius) continue;
			const half = reach[distance] as number;
			const [from, to] = [Math.max(0, x - half), Math.min(width, x + half + 1)];
			changes[from] = (changes[from] as number) + 1;
			changes[to] = (changes[to] as number) - 1;
		}
		for (let x = 0, depth = 0; x < width; x++) {
			depth += changes[x] as number;
			if (depth > 0) row[x >> 3] = (row[x >> 3] as number) | (0x80 >> (x & 7));
		}
	};
}
