import { TIMEOUT } from '../api/request';
import { clock, pause } from '../clock';

/** The parts of a Node.js stream that this module uses. n8n's rules don't allow importing `stream` itself. */
export interface ByteStream extends NodeJS.ReadableStream {
	destroy(error?: Error): void;
	push(chunk: unknown, encoding?: BufferEncoding): boolean;
	/** Number of bytes that have arrived but haven't been read yet. */
	readonly readableLength: number;
}

/** Speed below which a download counts as stuck, in bytes per ms. */
const SLOWEST_DOWNLOAD = 50;

/**
 * Destroys a response body that stalls, arrives too slowly, or grows too large. The HTTP helper's own timeout no longer
 * applies once the headers arrive.
 * @param done aborted when the body has been read
 */
export function limitBody(body: ByteStream, maxBytes: number, done: AbortSignal): void {
	const started = clock.now();
	let moved = started;
	// Some bytes may have arrived together with the headers.
	let bytes = body.readableLength;
	const push = body.push.bind(body);
	// The bytes are counted in `push`, which works even in n8n 2.x, where the response is wrapped. A 'data' listener
	// would consume the response.
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
