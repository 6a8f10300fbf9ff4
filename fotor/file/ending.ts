import type { Format } from './format';
import { boxAt } from './heif';
import { StreamParser, take, text, type Parser } from './parse';

/**
 * Tells whether a file is truncated, based on its bytes as they pass through. Data after the end is fine: many cameras
 * add some. TIFF files never count as truncated.
 */
export class Ending {
	private total = 0;
	private readonly length?: StreamParser<number | undefined>;
	private readonly mark?: MarkSearch;

	constructor(format: Format) {
		const length = LENGTHS[format];
		if (length) this.length = new StreamParser(length());
		if (format === 'jpeg') this.mark = new MarkSearch(END_OF_JPEG);
	}

	/** Takes the next bytes of the file. */
	push(chunk: Uint8Array): void {
		this.total += chunk.length;
		this.length?.push(chunk);
		this.mark?.push(chunk);
	}

	/** Whether the file ends too early. Call this once the whole file has been pushed. */
	isMissing(): boolean {
		if (this.mark) return !this.mark.found;
		if (!this.length) return false;
		// If the parser stopped early without a result, the bytes made no sense. If the parser never stopped, bytes are
		// missing.
		const stopped = this.length.done;
		this.length.end();
		return this.total < (this.length.result ?? (stopped ? 0 : Infinity));
	}
}

/** Parsers that return the minimum length of a complete file, in bytes. */
const LENGTHS: Partial<Record<Format, () => Parser<number | undefined>>> = {
	png: pngLength,
	gif: gifLength,
	webp: webpLength,
	bmp: bmpLength,
	avif: boxesLength,
	heic: boxesLength,
	mp4: boxesLength,
};

/**
 * The marker at the end of a JPEG, which its compressed data can't contain. An embedded preview also has this marker,
 * so a JPEG with a preview always counts as complete.
 */
const END_OF_JPEG = Buffer.from([0xff, 0xd9]);

class MarkSearch {
	found = false;
	private carried: Uint8Array = new Uint8Array();

	constructor(private readonly mark: Buffer) {}

	push(chunk: Uint8Array): void {
		if (this.found) return;
		const bytes = Buffer.concat([this.carried, chunk]);
		this.found = bytes.includes(this.mark);
		this.carried = bytes.subarray(-(this.mark.length - 1));
	}
}

function* pngLength(): Parser<number> {
	for (let offset = 8; ; ) {
		const header = yield* take(offset, 8);
		offset += 12 + header.getUint32(0);
		if (text(header, 4, 4) === 'IEND') return offset;
	}
}

function* webpLength(): Parser<number> {
	return (yield* take(4, 4)).getUint32(0, true) + 8;
}

function* bmpLength(): Parser<number> {
	return (yield* take(2, 4)).getUint32(0, true);
}

/** Walks through the top-level boxes of a file, and returns where the last one ends. Later data doesn't count. */
function* boxesLength(): Parser<number> {
	let offset = 0;
	for (;;) {
		const header = yield { offset, length: 16 };
		if (!header || !/^[ -~\xa9]{4}$/.test(text(header, 4, 4))) return offset;
		// Length 0 marks the last box, which extends to the end of the file.
		if (header.getUint32(0) === 0) return offset;
		offset += boxAt(header, 0).end;
	}
}

/** Walks through the blocks of a GIF to its trailer. */
function* gifLength(): Parser<number | undefined> {
	let offset = 13 + colorTable((yield* take(10, 1)).getUint8(0));
	for (;;) {
		const kind = (yield* take(offset, 1)).getUint8(0);
		if (kind === TRAILER) return offset + 1;
		if (kind === IMAGE) offset += 11 + colorTable((yield* take(offset + 9, 1)).getUint8(0));
		else if (kind === EXTENSION) offset += 2;
		else return undefined;
		for (let length = -1; length !== 0; offset += 1 + length) {
			length = (yield* take(offset, 1)).getUint8(0);
		}
	}
}

const TRAILER = 0x3b;
const IMAGE = 0x2c;
const EXTENSION = 0x21;

/** Length of a GIF's color table in bytes, from the flags before it. */
function colorTable(flags: number): number {
	return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}
