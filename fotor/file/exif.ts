import { take, text, type Parser } from './parse';
import { turnByExif, type Size } from './size';

/** EXIF data is structured like a TIFF file without an image: a header, then directories of 12-byte entries. */
const TAG = { subfile: 0xfe, width: 0x0100, height: 0x0101, orientation: 0x0112, children: 0x014a };
const SHORT = 3;
const LONG = 4;

/**
 * True if EXIF data says that the image is stored on its side (orientation 5 to 8). False for broken data, because
 * viewers ignore it, too.
 * @param exif EXIF data as in a JPEG, PNG or WebP, with or without the leading `Exif\0\0`
 */
export function isTurned(exif: DataView): boolean {
	try {
		const header = text(exif, 0, 4) === 'Exif' ? 6 : 0;
		const tiff = new DataView(exif.buffer, exif.byteOffset + header, exif.byteLength - header);
		const little = text(tiff, 0, 2) === 'II';
		const directory = tiff.getUint32(4, little);
		const count = tiff.getUint16(directory, little);
		const start = tiff.byteOffset + directory + 2;
		const length = Math.min(count * 12, tiff.byteOffset + tiff.byteLength - start);
		return liesOnItsSide(readEntries(new DataView(tiff.buffer, start, length), little));
	} catch {
		return false;
	}
}

/**
 * Reads the size of a TIFF file's first image. Returns undefined if that image is only a preview, as in some cameras'
 * raw files.
 */
export function* tiffSize(): Parser<Size | undefined> {
	const header = yield* take(0, 8);
	const little = text(header, 0, 2) === 'II';
	const directory = header.getUint32(4, little);
	const count = (yield* take(directory, 2)).getUint16(0, little);
	const entries = readEntries(yield* take(directory + 2, count * 12), little);
	const [width, height] = [entries.get(TAG.width), entries.get(TAG.height)];
	const isPreview = entries.get(TAG.subfile) === 1 || entries.has(TAG.children);
	if (!width || !height || isPreview) return undefined;
	return turnByExif({ width, height }, liesOnItsSide(entries));
}

/** Maps each tag in a directory to its integer value. Lists and values of other types become undefined. */
function readEntries(view: DataView, little: boolean): Map<number, number | undefined> {
	const entries = new Map<number, number | undefined>();
	for (let at = 0; at + 12 <= view.byteLength; at += 12) {
		const tag = view.getUint16(at, little);
		const type = view.getUint16(at + 2, little);
		const count = view.getUint32(at + 4, little);
		if (entries.has(tag)) continue;
		if (count === 1 && type === SHORT) entries.set(tag, view.getUint16(at + 8, little));
		else if (count === 1 && type === LONG) entries.set(tag, view.getUint32(at + 8, little));
		else entries.set(tag, undefined);
	}
	return entries;
}

function liesOnItsSide(entries: Map<number, number | undefined>): boolean {
	const orientation = entries.get(TAG.orientation) ?? 1;
	return orientation >= 5 && orientation <= 8;
}
