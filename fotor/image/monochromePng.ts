const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const END = Buffer.alloc(0);

/**
 * Encodes a PNG with one bit per pixel, 0 = black, 1 = white (PNG specification, color type 0, bit depth 1).
 * @param rows packed rows from top to bottom, all of the same length
 */
export async function encodeMonochromePng(
	width: number,
	height: number,
	rows: Iterable<Uint8Array>,
): Promise<Buffer> {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([1, 0, 0, 0, 0], 8);
	const parts = [SIGNATURE, chunk('IHDR', header)];
	// The platform's zlib: verified nodes can't import Node's.
	const data = ReadableStream.from(withFilter(rows)).pipeThrough(new CompressionStream('deflate'));
	for await (const part of data) parts.push(chunk('IDAT', part as Uint8Array));
	parts.push(chunk('IEND', END));
	return Buffer.concat(parts);
}

/** Every row begins with the number of its filter; 0 = none. */
function* withFilter(rows: Iterable<Uint8Array>): Iterable<Uint8Array> {
	for (const row of rows) {
		const filtered = new Uint8Array(row.length + 1);
		filtered.set(row, 1);
		yield filtered;
	}
}

function chunk(type: string, data: Uint8Array): Buffer {
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
