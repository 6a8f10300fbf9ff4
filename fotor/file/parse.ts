/** The bytes that a parser asks for next. Offsets never decrease. */
export interface Need {
	offset: number;
	length: number;
}

/**
 * A generator that yields the byte ranges it needs, receives their bytes (undefined if the file ends first), and
 * returns what it has read.
 */
export type Parser<T> = Generator<Need, T, DataView | undefined>;

/** Maximum number of bytes that a parser may ask for at once. Only broken or hostile files need more. */
const LONGEST = 1024 * 1024;
/**
 * Maximum number of steps that a parser may take. This limit stops the parsing of hostile files that consist only of
 * headers.
 */
const MOST_STEPS = 100_000;

/** Feeds the chunks of a file to a parser. Holds only the bytes that the parser asked for, and never throws. */
export class StreamParser<T> {
	done = false;
	/** Undefined until the parser is done, and also if the bytes made no sense. */
	result: T | undefined;

	private need: Need = { offset: 0, length: 0 };
	private held: Uint8Array = new Uint8Array();
	/** Offset in the file of the first byte in `held`. */
	private start = 0;
	private steps = 0;

	constructor(private readonly parser: Parser<T>) {
		this.step(undefined);
	}

	/** Takes the next bytes of the file. */
	push(chunk: Uint8Array): void {
		if (this.done) return;
		this.held = this.held.length ? Buffer.concat([this.held, chunk]) : chunk;
		for (;;) {
			const { offset, length } = this.need;
			const at = offset - this.start;
			if (at + length > this.held.length) break;
			this.step(new DataView(this.held.buffer, this.held.byteOffset + at, length));
			if (this.done) return;
		}
		const skipped = Math.min(this.need.offset - this.start, this.held.length);
		this.held = this.held.subarray(skipped);
		this.start += skipped;
	}

	/** Call this at the end of the file. */
	end(): void {
		while (!this.done) this.step(undefined);
	}

	private step(bytes: DataView | undefined): void {
		try {
			const { done, value } = this.parser.next(bytes);
			if (done) return this.finish(value);
			const fits = value.offset >= this.need.offset && value.length <= LONGEST;
			if (!fits || ++this.steps > MOST_STEPS) return this.finish(undefined);
			this.need = value;
		} catch {
			// The bytes made no sense to the parser, or the file ended too early.
			this.finish(undefined);
		}
	}

	private finish(result: T | undefined): void {
		this.done = true;
		this.result = result;
		this.held = new Uint8Array();
	}
}

/** Bytes that a parser can't continue without. */
export function* take(offset: number, length: number): Parser<DataView> {
	const bytes = yield { offset, length };
	if (!bytes) throw new RangeError('The file ends before these bytes');
	return bytes;
}

/** Reads Latin-1 text from the bytes. */
export function text(view: DataView, offset: number, length: number): string {
	let result = '';
	for (let at = offset; at < offset + length; at++)
		result += String.fromCharCode(view.getUint8(at));
	return result;
}
