/**
 * zlib data (RFC 1950, 1951) of rows of equal length, with the fixed codes. Made for masks: a row like the one
 * above it, and a byte like the one before it, become a reference; everything else is written out.
 */
export function deflateRows(rows: Iterable<Uint8Array>): Buffer {
	const bits = new BitWriter();
	let before: Uint8Array | undefined;
	let checksum = new Adler();
	bits.write(0b011, 3); // last block, fixed codes
	for (const row of rows) {
		checksum = checksum.add(row);
		const fits = row.length >= SHORTEST_MATCH && row.length <= LONGEST_DISTANCE;
		if (before && fits && equal(row, before)) {
			writeMatch(bits, row.length, row.length);
		} else {
			writeRow(bits, row);
		}
		before = row;
	}
	writeSymbol(bits, END_OF_BLOCK);
	const data = bits.finish();
	const trailer = Buffer.alloc(4);
	trailer.writeUInt32BE(checksum.value, 0);
	return Buffer.concat([Buffer.from([0x78, 0x01]), data, trailer]);
}

const END_OF_BLOCK = 256;
const LONGEST_DISTANCE = 32_768;
const LONGEST_MATCH = 258;
const SHORTEST_MATCH = 3;

function writeRow(bits: BitWriter, row: Uint8Array): void {
	for (let at = 0; at < row.length; ) {
		const byte = row[at] ?? 0;
		let run = 1;
		while (at + run < row.length && row[at + run] === byte) run++;
		writeSymbol(bits, byte);
		if (run > SHORTEST_MATCH) writeMatch(bits, run - 1, 1);
		else for (let again = 1; again < run; again++) writeSymbol(bits, byte);
		at += run;
	}
}

/** `length` bytes that repeat what stands `distance` bytes before, in as few references as possible. */
function writeMatch(bits: BitWriter, length: number, distance: number): void {
	for (let left = length; left > 0; ) {
		let part = Math.min(left, LONGEST_MATCH);
		// What remains must be long enough for a reference of its own.
		if (left - part > 0 && left - part < SHORTEST_MATCH) part = left - SHORTEST_MATCH;
		writeReference(bits, part, distance);
		left -= part;
	}
}

function writeReference(bits: BitWriter, length: number, distance: number): void {
	const lengthCode = lastAtMost(LENGTH_BASES, length);
	writeSymbol(bits, 257 + lengthCode);
	bits.write(length - (LENGTH_BASES[lengthCode] ?? 0), lengthExtraBits(lengthCode));
	const distanceCode = lastAtMost(DISTANCE_BASES, distance);
	bits.writeCode(distanceCode, 5);
	bits.write(distance - (DISTANCE_BASES[distanceCode] ?? 0), distanceExtraBits(distanceCode));
}

/** RFC 1951, 3.2.6: codes of 7 to 9 bits by the symbol's range. */
function writeSymbol(bits: BitWriter, symbol: number): void {
	if (symbol < 144) bits.writeCode(0x30 + symbol, 8);
	else if (symbol < 256) bits.writeCode(0x190 + symbol - 144, 9);
	else if (symbol < 280) bits.writeCode(symbol - 256, 7);
	else bits.writeCode(0xc0 + symbol - 280, 8);
}

// RFC 1951, 3.2.5: the length 258 has a code of its own without extra bits.
const LENGTH_BASES = [...bases(28, 3, lengthExtraBits), LONGEST_MATCH];
const DISTANCE_BASES = bases(30, 1, distanceExtraBits);

function lengthExtraBits(code: number): number {
	return code < 8 || code === 28 ? 0 : (code >> 2) - 1;
}

function distanceExtraBits(code: number): number {
	return code < 4 ? 0 : (code >> 1) - 1;
}

function bases(count: number, first: number, extraBits: (code: number) => number): number[] {
	const result: number[] = [];
	for (let code = 0, base = first; code < count; code++) {
		result.push(base);
		base += 2 ** extraBits(code);
	}
	return result;
}

function lastAtMost(sorted: number[], value: number): number {
	let index = sorted.length - 1;
	while (index > 0 && (sorted[index] ?? 0) > value) index--;
	return index;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
	return Buffer.compare(a, b) === 0;
}

/** RFC 1950: Adler-32, taken modulo per row. */
class Adler {
	constructor(
		private readonly a = 1,
		private readonly b = 0,
	) {}

	add(bytes: Uint8Array): Adler {
		let { a, b } = this;
		for (const byte of bytes) {
			a = (a + byte) % 65_521;
			b = (b + a) % 65_521;
		}
		return new Adler(a, b);
	}

	get value(): number {
		return this.b * 65_536 + this.a;
	}
}

/** Bits from the lowest to the highest of each byte, as deflate wants them. */
class BitWriter {
	private bytes = new Uint8Array(1024);
	private length = 0;
	private pending = 0;
	private count = 0;

	/** A number, its lowest bit first. */
	write(value: number, width: number): void {
		for (let bit = 0; bit < width; bit++) this.push((value >> bit) & 1);
	}

	/** A code, its highest bit first. */
	writeCode(code: number, width: number): void {
		for (let bit = width - 1; bit >= 0; bit--) this.push((code >> bit) & 1);
	}

	finish(): Buffer {
		while (this.count > 0) this.push(0);
		return Buffer.from(this.bytes.subarray(0, this.length));
	}

	private push(bit: number): void {
		this.pending |= bit << this.count;
		if (++this.count < 8) return;
		if (this.length === this.bytes.length) {
			const larger = new Uint8Array(this.bytes.length * 2);
			larger.set(this.bytes);
			this.bytes = larger;
		}
		this.bytes[this.length++] = this.pending;
		this.pending = 0;
		this.count = 0;
	}
}
