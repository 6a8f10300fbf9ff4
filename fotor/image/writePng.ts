const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const END = Buffer.alloc(0);

/**
 * The two pixel formats in use, both without alpha: bits per channel and color type (PNG specification, section
 * 11.2.1).
 */
export const PIXELS = {
	monochrome: { bits: 1, colorType: 0 },
	rgb: { bits: 8, colorType: 2 },
};

/**
 * Writes a PNG that is not interlaced.
 * @param width px
 * @param height px
 * @param rows from top to bottom, each beginning with its filter type; one array can contain several rows
 */
export async function writePng(
	width: number,
	height: number,
	{ bits, colorType }: (typeof PIXELS)[keyof typeof PIXELS],
	rows: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<Buffer> {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([bits, colorType], 8);
	const parts = [SIGNATURE, chunk('IHDR', header)];
	// Uses the web-standard CompressionStream, because verified nodes can't import Node.js's `zlib`.
	const compressed = ReadableStream.from(rows).pipeThrough(new CompressionStream('deflate'));
	for await (const part of compressed) parts.push(chunk('IDAT', part as Uint8Array));
	parts.push(chunk('IEND', END));
	return Buffer.concat(parts);
}

/** One chunk of a PNG, with its length and checksum. */
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
