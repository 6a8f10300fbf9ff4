import { Turns } from './turns';
import { PIXELS, writePng } from './writePng';

/** Sets the white pixels of one row: eight pixels per byte, the leftmost in the highest bit, 1 = white. */
export type DrawRow = (row: Uint8Array, y: number) => void;

/** Number of bytes to compress at once. */
const SLICE = 64 * 1024;

/**
 * Encodes a PNG with one bit per pixel (PNG specification, color type 0, bit depth 1).
 * @param drawRow called for each row from top to bottom; the row that it receives is all black
 * @throws Failure when the signal is aborted
 */
export async function encodeMonochromePng(
	width: number,
	height: number,
	drawRow: DrawRow,
	signal?: AbortSignal,
): Promise<Buffer> {
	return await writePng(
		width,
		height,
		PIXELS.monochrome,
		drawSlices(width, height, drawRow, signal),
	);
}

async function* drawSlices(
	width: number,
	height: number,
	drawRow: DrawRow,
	signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
	// Each row begins with its filter type, which is 0 (none).
	const stride = 1 + Math.ceil(width / 8);
	const turns = new Turns(signal);
	for (let y = 0; y < height; ) {
		const rows = Math.min(height - y, Math.ceil(SLICE / stride));
		const slice = new Uint8Array(rows * stride);
		let at = 0;
		do {
			drawRow(slice.subarray(at + 1, at + stride), y++);
			at += stride;
		} while (at < slice.length && !turns.isOver);
		yield slice.subarray(0, at);
		// Waiting for the stream doesn't let other work run: the stream resumes in microtasks, which run before
		// anything else.
		if (turns.isOver) await turns.give();
	}
}
