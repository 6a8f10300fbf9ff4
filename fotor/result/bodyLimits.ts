import { TIMEOUT } from '../api/request';
import { clock, pause } from '../clock';

/** The part of a Node.js stream that is used here; n8n's rules don't allow importing `stream` itself. */
export interface ByteStream extends NodeJS.ReadableStream {
	destroy(error?: Error): void;
	push(chunk: unknown, encoding?: BufferEncoding): boolean;
	/** Bytes that have arrived but haven't been read yet. */
	readonly readableLength: number;
}

/** Bytes per ms below which a download counts as stuck. */
const SLOWEST_DOWNLOAD = 50;

/**
 * Destroys a body that stalls, arrives too slowly, or grows too large. The HTTP helper's own timeout no longer applies
 * once the headers arrive.
 * @param done aborted when the body has been read
 */
export function limitBody(body: ByteStream, maxBytes: number, done: AbortSignal): void {
	const started = clock.now();
	let moved = started;
	// Some bytes may have arrived together with the headers.
	let bytes = body.readableLength;
	const push = body.push.bind(body);
	// Overriding `push` works in every n8n version: 2.x wraps the response, and a 'data' listener would consume it.
	body.push = (chunk, encoding) => {
		moved = clock.now();
		bytes += lengthOf(chunk);
		if (bytes <= maxBytes) return push(chunk, encoding);
		body.destroy(tooLarge(maxBytes));
		return false;
	};
	const watch = async () => {
		while (!done.aborted) {
			const now = clock.now();
			const slowest = started + TIMEOUT.idle + bytes / SLOWEST_DOWNLOAD;
			const deadline = Math.min(moved + TIMEOUT.idle, slowest);
			if (deadline <= now) return body.destroy(new Error('it arrived too slowly'));
			await pause(deadline - now, done);
		}
	};
	void watch();
}

/** Thrown if a file isn't fetched because it is too large. */
export class TooLarge extends Error {}

export function tooLarge(maxBytes: number): TooLarge {
	return new TooLarge(`it is larger than ${Math.round(maxBytes / 1024 / 1024)} MB`);
}

function lengthOf(chunk: unknown): number {
	return Buffer.isBuffer(chunk) || typeof chunk === 'string' ? chunk.length : 0;
}
