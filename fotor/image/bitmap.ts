/** One bit per pixel, eight pixels per byte, the leftmost in the highest bit. Bits beyond the width are never set. */
export class Bitmap {
	/** Bytes per row. */
	readonly stride: number;
	readonly bits: Uint8Array;

	constructor(
		/** px */
		readonly width: number,
		/** px */
		readonly height: number,
	) {
		this.stride = Math.ceil(width / 8);
		this.bits = new Uint8Array(this.stride * height);
	}

	set(x: number, y: number): void {
		const at = y * this.stride + (x >> 3);
		this.bits[at] = (this.bits[at] as number) | (0x80 >> (x & 7));
	}

	has(x: number, y: number): boolean {
		return ((this.bits[y * this.stride + (x >> 3)] as number) & (0x80 >> (x & 7))) !== 0;
	}

	row(y: number): Uint8Array {
		return this.bits.subarray(y * this.stride, (y + 1) * this.stride);
	}

	/** Marks the pixels of a row from `from` to `to` - 1. */
	mark(y: number, from: number, to: number): void {
		if (from >= to) return;
		const row = this.row(y);
		const [first, last] = [from >> 3, to >> 3];
		const [head, tail] = [0xff >> (from & 7), (0xff00 >> (to & 7)) & 0xff];
		if (first === last) {
			row[first] = (row[first] as number) | (head & tail);
			return;
		}
		row[first] = (row[first] as number) | head;
		row.fill(0xff, first + 1, last);
		if (tail) row[last] = (row[last] as number) | tail;
	}

	/** Marks what was not marked, and the other way round. */
	invert(): void {
		for (let at = 0; at < this.bits.length; at++) this.bits[at] = (this.bits[at] as number) ^ 0xff;
		const used = (0xff00 >> (this.width & 7)) & 0xff;
		if (!used) return;
		for (let at = this.stride - 1; at < this.bits.length; at += this.stride) {
			this.bits[at] = (this.bits[at] as number) & used;
		}
	}

	/** The number of marked pixels. */
	count(): number {
		let count = 0;
		for (const byte of this.bits) count += SET_BITS[byte] as number;
		return count;
	}
}

/** Set bits of each byte. */
const SET_BITS = Uint8Array.from({ length: 256 }, (_, byte) => {
	let count = 0;
	for (let rest = byte; rest; rest >>= 1) count += rest & 1;
	return count;
});
