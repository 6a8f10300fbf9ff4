/** The pixels of a mask, as stored in {@link Raster}. */
interface Pixels {
	width: number;
	height: number;
	/** Bytes per row. */
	stride: number;
	bits: Uint8Array;
}

/** Encodes a PNG with one bit per pixel, 1 = white (PNG specification, color type 0, bit depth 1). */
export async function encodePng({ width, height, stride, bits }: Pixels): Promise<Uint8Array> {
	const header = new Uint8Array(13);
	const view = new DataView(header.buffer);
	view.setUint32(0, width);
	view.setUint32(4, height);
	header[8] = 1;
	// Each row starts with its filter type. 0 = no filter.
	const rows = new Uint8Array((stride + 1) * height);
	for (let y = 0; y < height; y++) {
		rows.set(bits.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
	}
	return joined([
		Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
		chunk('IHDR', header),
		chunk('IDAT', await deflate(rows)),
		chunk('IEND', new Uint8Array()),
	]);
}

async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
	const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
		.stream()
		.pipeThrough(new CompressionStream('deflate'));
	return new Uint8Array(await new Response(stream as ReadableStream).arrayBuffer());
}

function chunk(type: string, data: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(12 + data.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, data.length);
	for (let at = 0; at < 4; at++) bytes[4 + at] = type.charCodeAt(at);
	bytes.set(data, 8);
	view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
	return bytes;
}

function crc32(bytes: Uint8Array): number {
	let crc = ~0;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc >>> 0;
}

function joined(parts: Uint8Array[]): Uint8Array {
	const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

/** Converts in chunks, because the number of arguments in a function call is limited. */
export function base64(bytes: Uint8Array): string {
	let text = '';
	for (let at = 0; at < bytes.length; at += 0x8000) {
		text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
	}
	return btoa(text);
}
