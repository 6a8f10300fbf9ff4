/**
 * A bitmap with one bit per pixel and eight pixels per byte, the leftmost in the highest bit. Bits beyond the width are
 * never set.
 */
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

	/** Marks the pixels of row `y` from `from` up to, but not including, `to`. */
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

	/** Inverts the bitmap: marked pixels become unmarked, and unmarked pixels become marked. */
	invert(): void {
		for (let at = 0; at < this.bits.length; at++) this.bits[at] = (this.bits[at] as number) ^ 0xff;
		const used = (0xff00 >> (this.width & 7)) & 0xff;
		if (!used) return;
		for (let at = this.stride - 1; at < this.bits.length; at += this.stride) {
			this.bits[at] = (this.bits[at] as number) & used;
		}
	}

	/** The number of marked pixels. Counts four bytes at a time for speed, because an image has millions of pixels. */
	count(): number {
		const words = new Uint32Array(this.bits.buffer, 0, this.bits.length >> 2);
		let count = 0;
		for (let at = 0; at < words.length; at++) count += setBits(words[at] as number);
		for (let at = 4 * words.length; at < this.bits.length; at++) {
			count += setBits(this.bits[at] as number);
		}
		return count;
	}
}

/**
 * Counts the bits that are set in a 32-bit word by adding them up in groups of two, then four, then eight, then all 32.
 */
function setBits(word: number): number {
	const pairs = word - ((word >>> 1) & 0x55555555);
	const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
	return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
