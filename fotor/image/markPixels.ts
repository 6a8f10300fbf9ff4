import { Failure, toFailure } from '../failure';
import type { PngReader } from '../file/png';
import { pngRows, type Lane } from '../file/pngRows';
import { Bitmap } from './bitmap';
import { Turns } from './turns';

/** True if pixel `x` of a row should be marked. */
export type PixelTest = (row: Uint8Array, x: number) => boolean;

/**
 * Marks the pixels of a PNG that pass a test. Holds one bit per pixel and a few rows in memory, never the whole image.
 * @param lane the bytes that the test reads; all of them by default
 * @throws `damaged` if the pixels can't be decoded; Failure when the file's stream fails or the signal is aborted
 */
export async function markPixels(
	png: PngReader,
	isMarked: PixelTest,
	damaged: Failure,
	{ lane, signal }: { lane?: Lane; signal?: AbortSignal },
): Promise<Bitmap> {
	const { header } = png;
	const marked = new Bitmap(header.width, header.height);
	// An error from the file's stream itself, as opposed to one caused by the bytes.
	let lost: unknown;
	async function* data() {
		try {
			yield* png.data();
		} catch (thrown) {
			lost = thrown;
		}
	}
	try {
		const turns = new Turns(signal);
		for await (const { bytes, width, left, step, y } of pngRows(header, inflate(data()), lane)) {
			for (let x = 0; x < width; x++) if (isMarked(bytes, x)) marked.set(left + x * step, y);
			if (turns.isOver) await turns.give();
		}
		return marked;
	} catch (thrown) {
		if (thrown instanceof Failure) throw toFailure(thrown);
		throw lost ? toFailure(lost) : damaged;
	}
}

/**
 * Decompresses zlib data with the web-standard DecompressionStream, because verified nodes can't import Node.js's
 * `zlib`.
 */
export function inflate(data: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
	const compressed = ReadableStream.from(data);
	return compressed.pipeThrough(new DecompressionStream('deflate')) as AsyncIterable<Uint8Array>;
}
