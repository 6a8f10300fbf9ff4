import type { Format } from './format';

/**
 * Looks for a file's end while its bytes pass by. Data after the end are fine, many cameras write some; a missing
 * end means that the file was cut short.
 */
export class Ending {
	private found = false;
	private total = 0;
	private carried: Uint8Array = new Uint8Array();

	constructor(private readonly format: Format) {}

	/** The next bytes of the file. */
	push(chunk: Uint8Array): void {
		const mark = MARKS[this.format];
		this.total += chunk.length;
		if (!mark || this.found) return;
		const bytes = Buffer.concat([this.carried, chunk]);
		this.found = bytes.includes(mark);
		this.carried = bytes.subarray(-(mark.length - 1));
	}

	/** @param head the first bytes of the file */
	isMissing(head: Uint8Array): boolean {
		if (MARKS[this.format]) return !this.found;
		return this.total < announcedLength(head, this.format);
	}
}

/**
 * What ends the picture data. Within JPEG's compressed data the mark can't occur; the one of an embedded preview
 * may be taken for it, so that a file cut within its data is noticed only when it has no preview.
 */
const MARKS: Partial<Record<Format, Buffer>> = {
	png: Buffer.from('IEND', 'latin1'),
	jpeg: Buffer.from([0xff, 0xd9]),
};

/** The length that a file's header names, bytes; 0 where it names none. */
function announcedLength(head: Uint8Array, format: Format): number {
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	if (format === 'webp') return view.getUint32(4, true) + 8;
	if (format === 'bmp') return view.getUint32(2, true);
	return 0;
}
