import type { PngHeader } from './png';

/** An unfiltered row of pixels, and its place in the image. The bytes are valid until the next row is requested. */
export interface PngRow {
	bytes: Uint8Array;
	/** Number of pixels. */
	width: number;
	/** px */
	y: number;
	/** x position of the row's first pixel, px. Pixel `i` of the row is at `left + i * step`. */
	left: number;
	step: number;
}

/**
 * Which bytes of a row to decode: every `step`-th byte, starting with `first`. These bytes can be unfiltered without
 * the others.
 */
export interface Lane {
	first: number;
	step: number;
}

/**
 * Yields the rows of a PNG, in file order. An interlaced PNG stores its rows in seven passes.
 * @param pixels the decompressed pixels
 * @param lane only these bytes of the rows are decoded
 * @throws RangeError when bytes are missing, or a row's filter is unknown
 */
export async function* pngRows(
	header: PngHeader,
	pixels: AsyncIterable<Uint8Array>,
	lane: Lane = { first: 0, step: 1 },
): AsyncGenerator<PngRow> {
	const bitsPerPixel = header.samples * header.bitDepth;
	const distance = Math.max(1, bitsPerPixel >> 3);
	const source = pixels[Symbol.asyncIterator]();
	let [part, used]: [Uint8Array, number] = [new Uint8Array(), 0];
	for (const pass of passesOf(header)) {
		const length = Math.ceil((pass.width * bitsPerPixel) / 8);
		// The first byte of a row is its filter type.
		let row: Uint8Array = new Uint8Array(1 + length);
		let above: Uint8Array = new Uint8Array(1 + length);
		for (let y = pass.top; y < header.height; y += pass.down) {
			for (let filled = 0; filled < row.length; ) {
				if (used === part.length) {
					const { done, value } = await source.next();
					if (done) throw new RangeError('The pixels end before the last row');
					[part, used] = [value, 0];
				}
				const piece = part.subarray(used, used + row.length - filled);
				row.set(piece, filled);
				[filled, used] = [filled + piece.length, used + piece.length];
			}
			unfilter(row, above, distance, lane);
			yield { bytes: row.subarray(1), width: pass.width, y, left: pass.left, step: pass.right };
			[row, above] = [above, row];
		}
	}
}

interface Pass {
	left: number;
	top: number;
	/** Distance from one pixel to the next, px. */
	right: number;
	down: number;
	/** Pixels per row. */
	width: number;
}

/** The seven passes of an interlaced PNG (Adam7), each given as `[left, top, right, down]` (see `Pass`). */
const ADAM7 = [
	[0, 0, 8, 8],
	[4, 0, 8, 8],
	[0, 4, 4, 8],
	[2, 0, 4, 4],
	[0, 2, 2, 4],
	[1, 0, 2, 2],
	[0, 1, 1, 2],
] as const;

function passesOf({ width, isInterlaced }: PngHeader): Pass[] {
	if (!isInterlaced) return [{ left: 0, top: 0, right: 1, down: 1, width }];
	return ADAM7.map(([left, top, right, down]) => {
		return { left, top, right, down, width: Math.ceil((width - left) / right) };
	}).filter((pass) => pass.width > 0);
}

/** Undoes a row's filter in place (PNG specification, section 9). */
function unfilter(row: Uint8Array, above: Uint8Array, distance: number, lane: Lane): void {
	const kind = row[0] ?? 0;
	if (kind === 0) return;
	if (kind > 4) throw new RangeError('A row has an unknown filter');
	const { first, step } = lane;
	for (let at = 1 + first; at < row.length; at += step) {
		const left = at > distance ? (row[at - distance] as number) : 0;
		const up = above[at] as number;
		const upLeft = at > distance ? (above[at - distance] as number) : 0;
		let guess: number;
		if (kind === 1) guess = left;
		else if (kind === 2) guess = up;
		else if (kind === 3) guess = (left + up) >> 1;
		else guess = paeth(left, up, upLeft);
		// The array keeps only the lowest 8 bits of the sum.
		row[at] = (row[at] as number) + guess;
	}
}

function paeth(left: number, up: number, upLeft: number): number {
	const estimate = left + up - upLeft;
	const byLeft = Math.abs(estimate - left);
	const byUp = Math.abs(estimate - up);
	const byUpLeft = Math.abs(estimate - upLeft);
	if (byLeft <= byUp && byLeft <= byUpLeft) return left;
	return byUp <= byUpLeft ? up : upLeft;
}
