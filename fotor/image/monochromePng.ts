import { deflateRows } from './deflateRows';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const END = Buffer.alloc(0);

/**
 * A PNG with one bit a pixel, 0 = black, 1 = white (PNG specification, colour type 0, bit depth 1).
 * Node.js's own compression may not be used in a verified node, so that there is a small one here.
 * @param rows the packed rows from top to bottom, each of the same length
 */
export function encodeMonochromePng(
	width: number,
	height: number,
	rows: Iterable<Uint8Array>,
): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([1, 0, 0, 0, 0], 8);
	return Buffer.concat([
		SIGNATURE,
		chunk('IHDR', header),
		chunk('IDAT', deflateRows(withFilter(rows))),
		chunk('IEND', END),
	]);
}

/** Every row begins with the number of its filter; 0 = none. */
function* withFilter(rows: Iterable<Uint8Array>): Iterable<Uint8Array> {
	for (const row of rows) {
		const filtered = new Uint8Array(row.length + 1);
		filtered.set(row, 1);
		yield filtered;
	}
}

function chunk(type: string, data: Buffer): Buffer {
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
