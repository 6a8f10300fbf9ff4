import { fileTypeOf, type Format } from './format';

/** A picture's size in px as a viewer shows it, and its format. */
export interface Dimensions extends Size {
	format: Format;
}

interface Size {
	width: number;
	height: number;
}

/** Bytes from the start of a file in which its size is looked for; JPEGs may carry large profiles first. */
export const HEAD_BYTES = 256 * 1024;

/**
 * Reads a picture's size from the first bytes of its file: PNG, JPEG (turned as its EXIF data say), WebP, GIF,
 * BMP, AVIF and HEIC.
 * @returns undefined when it is none of these or the size is not within the bytes
 */
export function readDimensions(head: Uint8Array): Dimensions | undefined {
	const format = fileTypeOf(head)?.format;
	const read = format && READERS[format];
	if (!read) return undefined;
	try {
		const found = read(new DataView(head.buffer, head.byteOffset, head.byteLength));
		return found && found.width > 0 && found.height > 0 ? { ...found, format } : undefined;
	} catch {
		// The bytes ended within the header.
		return undefined;
	}
}

const READERS: Partial<Record<Format, (view: DataView) => Size | undefined>> = {
	png,
	jpeg,
	webp,
	gif,
	bmp,
	avif: isoImage,
	heic: isoImage,
};

function png(view: DataView): Size {
	return { width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(view: DataView): Size {
	return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function bmp(view: DataView): Size {
	// A negative height means that the rows are stored from the top.
	return {
		width: view.getInt32(18, true),
		height: Math.abs(view.getInt32(22, true)),
	};
}

function webp(view: DataView): Size {
	const kind = text(view, 12, 4);
	if (kind === 'VP8X') {
		return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
	}
	if (kind === 'VP8L') {
		const bits = view.getUint32(21, true);
		return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
	}
	const side = (offset: number) => view.getUint16(offset, true) & 0x3fff;
	return { width: side(26), height: side(28) };
}

/** Walks through a JPEG's segments to the frame header. */
function jpeg(view: DataView): Size {
	let turned = false;
	for (let offset = 2; ; ) {
		while (view.getUint8(offset) === 0xff && view.getUint8(offset + 1) === 0xff) offset++;
		const marker = view.getUint8(offset + 1);
		const length = view.getUint16(offset + 2);
		if (marker === 0xe1) turned = isTurned(view, offset + 4, length - 2);
		if (isFrameHeader(marker)) {
			const height = view.getUint16(offset + 5);
			const width = view.getUint16(offset + 7);
			return turned ? { width: height, height: width } : { width, height };
		}
		offset += 2 + length;
	}
}

// C4, C8 and CC lie in the range of frame headers and are none.
function isFrameHeader(marker: number): boolean {
	return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Whether EXIF data say that the picture lies on its side (orientation 5 to 8). */
function isTurned(view: DataView, start: number, length: number): boolean {
	if (text(view, start, 4) !== 'Exif') return false;
	const tiff = start + 6;
	const little = text(view, tiff, 2) === 'II';
	const directory = tiff + view.getUint32(tiff + 4, little);
	const entries = view.getUint16(directory, little);
	for (let entry = 0; entry < entries; entry++) {
		const at = directory + 2 + entry * 12;
		if (at + 12 > start + length) return false;
		if (view.getUint16(at, little) === 0x0112) return view.getUint16(at + 8, little) >= 5;
	}
	return false;
}

/** AVIF and HEIC: the largest size in the item properties, turned where a quarter turn is noted. */
function isoImage(view: DataView): Size | undefined {
	let largest: Size | undefined;
	let turned = false;
	for (let at = 8; at + 20 <= view.byteLength; at++) {
		const name = view.getUint32(at);
		if (name === ISPE) {
			const [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)];
			if (!largest || width * height > largest.width * largest.height) {
				largest = { width, height };
			}
		}
		// irot: counter-clockwise quarter turns.
		if (name === IROT) turned = (view.getUint8(at + 4) & 1) === 1;
	}
	if (!largest || !turned) return largest;
	return { width: largest.height, height: largest.width };
}

const ISPE = 0x69737065;
const IROT = 0x69726f74;

function text(view: DataView, offset: number, length: number): string {
	let result = '';
	for (let index = 0; index < length; index++) {
		result += String.fromCharCode(view.getUint8(offset + index));
	}
	return result;
}

function uint24(view: DataView, offset: number): number {
	return view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
}
