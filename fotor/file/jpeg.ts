import { isTurned } from './exif';
import { take, text, type Parser } from './parse';
import { turnByExif, type Size } from './size';

/**
 * Walks through a JPEG's segments to the frame header, which may come after megabytes of profiles, previews and depth
 * maps. Only the first EXIF segment counts. XMP segments have the same marker, so each segment's content is checked,
 * too.
 */
export function* jpegSize(): Parser<Size | undefined> {
	let turned: boolean | undefined;
	for (let offset = 2; ; ) {
		const segment = yield* take(offset, 4);
		const marker = segment.getUint8(1);
		if (segment.getUint8(0) !== 0xff) return undefined;
		if (marker === FILL_BYTE) {
			offset++;
			continue;
		}
		const length = segment.getUint16(2);
		if (length < 2 || marker === START_OF_SCAN) return undefined;
		if (isFrameHeader(marker)) {
			const frame = yield* take(offset + 5, 4);
			return turnByExif({ height: frame.getUint16(0), width: frame.getUint16(2) }, turned ?? false);
		}
		if (marker === APP1 && turned === undefined && length > EXIF.length + 2) {
			const data = yield* take(offset + 4, length - 2);
			if (text(data, 0, EXIF.length) === EXIF) turned = isTurned(data);
		}
		offset += 2 + length;
	}
}

const FILL_BYTE = 0xff;
const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
const EXIF = 'Exif\0';

// The markers C4, C8 and CC are in the range of frame headers, but belong to other kinds of segments.
function isFrameHeader(marker: number): boolean {
	return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
