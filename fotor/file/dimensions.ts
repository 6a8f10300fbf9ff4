import { isTurned, tiffSize } from './exif';
import { fileTypeOf, HEAD_LENGTH, type Format } from './format';
import { heifSize } from './heif';
import { jpegSize } from './jpeg';
import { StreamParser, take, text, type Parser } from './parse';
import { turnByExif, type Size } from './size';

/** An image's format, and its size in px as a viewer shows it (after EXIF rotation). */
export interface Dimensions extends Size {
	format: Format;
}

/**
 * Reads an image's size from as few bytes of its file as possible. The result is what the file claims, unchecked.
 * @returns undefined if the format is unknown or the bytes make no sense
 */
export function* dimensions(): Parser<Dimensions | undefined> {
	const head = yield* take(0, HEAD_LENGTH);
	const format = fileTypeOf(new Uint8Array(head.buffer, head.byteOffset, head.byteLength))?.format;
	const read = format && READERS[format];
	const size = read && (yield* read());
	return size && isSide(size.width) && isSide(size.height) ? { ...size, format } : undefined;
}

function isSide(px: number): boolean {
	return px > 0 && Number.isInteger(px);
}

/** Reads the size of an image from its bytes, or from only the first part of them. */
export function readDimensions(bytes: Uint8Array): Dimensions | undefined {
	const parser = new StreamParser(dimensions());
	parser.push(bytes);
	return parser.result;
}

const READERS: Partial<Record<Format, () => Parser<Size | undefined>>> = {
	png: pngSize,
	jpeg: jpegSize,
	webp: webpSize,
	gif: gifSize,
	bmp: bmpSize,
	tiff: tiffSize,
	avif: heifSize,
	heic: heifSize,
};

/** EXIF data counts only if it comes before the pixels, because decoders don't look for it later. */
function* pngSize(): Parser<Size | undefined> {
	let size: Size | undefined;
	for (let offset = 8; ; ) {
		const header = yield* take(offset, 8);
		const length = header.getUint32(0);
		const type = text(header, 4, 4);
		if (type === 'IDAT' || type === 'IEND') return size;
		if (type === 'IHDR') {
			const data = yield* take(offset + 8, 8);
			size = { width: data.getUint32(0), height: data.getUint32(4) };
		}
		if (type === 'eXIf') return size && turnByExif(size, isTurned(yield* take(offset + 8, length)));
		offset += 12 + length;
	}
}

function* gifSize(): Parser<Size> {
	const header = yield* take(6, 4);
	return { width: header.getUint16(0, true), height: header.getUint16(2, true) };
}

function* bmpSize(): Parser<Size | undefined> {
	const header = yield* take(14, 12);
	const length = header.getUint32(0, true);
	if (length === BMP_HEADER.oldest) {
		return { width: header.getUint16(4, true), height: header.getUint16(6, true) };
	}
	if (length < BMP_HEADER.shortest || length > BMP_HEADER.longest) return undefined;
	// A negative height means that the rows are stored from top to bottom.
	return { width: header.getInt32(4, true), height: Math.abs(header.getInt32(8, true)) };
}

/**
 * Lengths of a BMP's second header, in bytes. The oldest version (BITMAPCOREHEADER) stores width and height in 16 bits.
 */
const BMP_HEADER = { oldest: 12, shortest: 16, longest: 124 };

function* webpSize(): Parser<Size | undefined> {
	const header = yield* take(0, 30);
	const kind = text(header, 12, 4);
	if (kind === 'VP8L') {
		const bits = header.getUint32(21, true);
		return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
	}
	if (kind === 'VP8 ') {
		const side = (offset: number) => header.getUint16(offset, true) & 0x3fff;
		return { width: side(26), height: side(28) };
	}
	if (kind !== 'VP8X') return undefined;
	const size = { width: uint24(header, 24) + 1, height: uint24(header, 27) + 1 };
	const hasExif = (header.getUint8(20) & 0x08) !== 0;
	return turnByExif(size, hasExif && (yield* isWebpTurned(header.getUint32(4, true) + 8)));
}

/** Looks for EXIF data after the pixels, where a WebP stores it. */
function* isWebpTurned(end: number): Parser<boolean> {
	for (let offset = 12; offset + 8 <= end; ) {
		const header = yield* take(offset, 8);
		const length = header.getUint32(4, true);
		if (text(header, 0, 4) === 'EXIF') return isTurned(yield* take(offset + 8, length));
		offset += 8 + length + (length & 1);
	}
	return false;
}

function uint24(view: DataView, offset: number): number {
	return view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
}
