/** One bit per pixel, eight pixels per byte, the leftmost in the highest bit. */
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

	/** Marks what was not marked, and the other way round. */
	invert(): void {
		for (let at = 0; at < this.bits.length; at++) this.bits[at] = (this.bits[at] as number) ^ 0xff;
	}

	/** The share of marked pixels, 0 to 1. */
	coverage(): number {
		let count = 0;
		for (let y = 0; y < this.height; y++) {
			for (let x = 0; x < this.width; x++) count += this.has(x, y) ? 1 : 0;
		}
		return count / (this.width * this.height);
	}
}
