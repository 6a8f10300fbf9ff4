import { boxOf, type Operation, type Shape, type Stroke } from './operations';

/** Marks the pixels in row `y` from `from` (inclusive) to `to` (exclusive). */
export type FillSpan = (y: number, from: number, to: number) => void;

/** A full-size mask with one bit per pixel. The highest bit of each byte is its leftmost pixel. */
export class Raster {
	readonly stride: number;
	readonly bits: Uint8Array;

	constructor(
		readonly width: number,
		readonly height: number,
		operations: readonly Operation[] = [],
	) {
		this.stride = Math.ceil(width / 8);
		this.bits = new Uint8Array(this.stride * height);
		for (const operation of operations) this.apply(operation);
	}

	has(x: number, y: number): boolean {
		return ((this.bits[y * this.stride + (x >> 3)] as number) & (0x80 >> (x & 7))) !== 0;
	}

	get isEmpty(): boolean {
		return this.bits.every((byte) => byte === 0);
	}

	private apply(operation: Operation): void {
		if (operation.kind === 'clear') this.bits.fill(0);
		else if (operation.kind === 'invert') this.invert();
		else if (operation.kind === 'stroke') {
			strokeSpans(operation, this.height, this.filler(!operation.erases));
		} else shapeSpans(operation, this.height, this.filler(true));
	}

	private invert(): void {
		for (let at = 0; at < this.bits.length; at++) this.bits[at] = (this.bits[at] as number) ^ 0xff;
		// The bits after a row's last pixel stay 0.
		const rest = this.width & 7;
		if (rest === 0) return;
		for (let at = this.stride - 1; at < this.bits.length; at += this.stride) {
			this.bits[at] = (this.bits[at] as number) & (0xff00 >> rest);
		}
	}

	private filler(marks: boolean): FillSpan {
		const { bits, width, stride } = this;
		const blend = (at: number, part: number) => {
			const byte = bits[at] as number;
			bits[at] = marks ? byte | part : byte & ~part;
		};
		return (y, from, to) => {
			const [start, end] = [Math.max(0, from), Math.min(width, to)];
			if (start >= end) return;
			const [first, last] = [y * stride + (start >> 3), y * stride + (end >> 3)];
			const [head, tail] = [0xff >> (start & 7), (0xff00 >> (end & 7)) & 0xff];
			if (first === last) return blend(first, head & tail);
			blend(first, head);
			bits.fill(marks ? 0xff : 0, first + 1, last);
			if (tail) blend(last, tail);
		};
	}
}

/** Fills the pixels whose centers lie within a round-capped line. */
function strokeSpans({ points, radius }: Stroke, height: number, fill: FillSpan): void {
	for (let at = 0; at + 1 < points.length; at += 2) {
		const [x, y] = [points[at] as number, points[at + 1] as number];
		const [toX, toY] = [points[at + 2] ?? x, points[at + 3] ?? y];
		if (at > 0 && at + 2 >= points.length) break;
		segmentSpans(x, y, toX, toY, radius, height, fill);
	}
}

function segmentSpans(
	ax: number,
	ay: number,
	bx: number,
	by: number,
	radius: number,
	height: number,
	fill: FillSpan,
): void {
	const length = Math.hypot(bx - ax, by - ay);
	const [nx, ny] = length
		? [(-(by - ay) / length) * radius, ((bx - ax) / length) * radius]
		: [0, 0];
	const corners = [ax + nx, ay + ny, bx + nx, by + ny, bx - nx, by - ny, ax - nx, ay - ny];
	const top = Math.max(0, Math.ceil(Math.min(ay, by) - radius - 0.5));
	const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by) + radius - 0.5));
	for (let y = top; y <= bottom; y++) {
		const middle = y + 0.5;
		let [left, right] = [Infinity, -Infinity];
		const include = (x: number) => {
			if (x < left) left = x;
			if (x > right) right = x;
		};
		for (const [cx, cy] of [
			[ax, ay],
			[bx, by],
		] as const) {
			const half = radius * radius - (middle - cy) * (middle - cy);
			if (half < 0) continue;
			include(cx - Math.sqrt(half));
			include(cx + Math.sqrt(half));
		}
		for (let at = 0; length > 0 && at < 8; at += 2) {
			const [x, fromY] = [corners[at] as number, corners[at + 1] as number];
			const [toX, toY] = [corners[(at + 2) & 7] as number, corners[(at + 3) & 7] as number];
			if (fromY <= middle === toY <= middle) continue;
			include(x + ((middle - fromY) / (toY - fromY)) * (toX - x));
		}
		if (left <= right) fill(y, Math.ceil(left - 0.5), Math.floor(right - 0.5) + 1);
	}
}

function shapeSpans(shape: Shape, height: number, fill: FillSpan): void {
	const { left, top, right, bottom } = boxOf(shape);
	const [first, end] = [Math.max(0, Math.round(top)), Math.min(height, Math.round(bottom))];
	for (let y = first; y < end; y++) {
		let [from, to] = [left, right];
		if (shape.kind === 'ellipse') {
			const distance = (y + 0.5 - (top + bottom) / 2) / ((bottom - top) / 2);
			const half = ((right - left) / 2) * Math.sqrt(Math.max(0, 1 - distance * distance));
			[from, to] = [(left + right) / 2 - half, (left + right) / 2 + half];
		}
		fill(y, Math.round(from), Math.round(to));
	}
}
