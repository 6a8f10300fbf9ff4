import { Turns } from './turns';

export const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
export const END = Buffer.alloc(0);

/** Sets the white pixels of one row: eight pixels per byte, the leftmost in the highest bit, 1 = white. */
export type DrawRow = (row: Uint8Array, y: number) => void;

/** Bytes compressed at once. */
const SLICE = 64 * 1024;

/**
 * Encodes a PNG with one bit per pixel (PNG specification, color type 0, bit depth 1).
 * @param drawRow called for each row from top to bottom, with the row all black
 * @throws Failure when the signal is aborted
 */
export async function encodeMonochromePng(
	width: number,
	height: number,
	drawRow: DrawRow,
	signal?: AbortSignal,
): Promise<Buffer> {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([1, 0, 0, 0, 0], 8);
	const parts = [SIGNATURE, chunk('IHDR', header)];
	const slices = ReadableStream.from(drawSlices(width, height, drawRow, signal));
	// The platform's zlib: verified nodes can't import Node's.
	const data = slices.pipeThrough(new CompressionStream('deflate'));
	for await (const part of data) parts.push(chunk('IDAT', part as Uint8Array));
	parts.push(chunk('IEND', END));
	return Buffer.concat(parts);
}

async function* drawSlices(
	width: number,
	height: number,
	drawRow: DrawRow,
	signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
	// Each row begins with the number of its filter, 0 = none.
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
		// The stream's own backpressure resumes in microtasks, which hold up everything else.
		if (turns.isOver) await turns.give();
	}
}

/** One chunk of a PNG, with its length and checksum. */
export function chunk(type: string, data: Uint8Array): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(data.length, 0);
	frame.writeUInt32BE(crc32(body), 4);
	return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
	let value = byte;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
	return value;
});

function crc32(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
	return (crc ^ 0xffffffff) >>> 0;
}
