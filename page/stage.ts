import { draw, drawStroke } from './draw';
import { History, type Operation, type Point, type Shape, type Stroke } from './operations';
import {
	brushDiameter,
	canvasSize,
	fitted,
	moved,
	toImage,
	zoomed,
	type Size,
	type View,
} from './view';

export type Tool = 'brush' | 'eraser' | 'rectangle' | 'ellipse' | 'move';

/** The image, the canvas over it, the brush ring, and the operation being drawn. */
export class Stage {
	tool: Tool = 'brush';
	/** 0 to 100 */
	slider = 45;
	view: View = { scale: 1, x: 0, y: 0 };
	/** True until the user zooms or moves the image. */
	private isFitted = true;
	private image: Size = { width: 1, height: 1 };
	private history = new History();
	private current?: Stroke | Shape;
	/** The brush position in image px while the keyboard moves the brush. */
	private cursor?: Point;
	private readonly context: CanvasRenderingContext2D;
	/** The finished operations, without the shape being drawn. */
	private readonly painted = document.createElement('canvas');

	constructor(
		readonly element: HTMLElement,
		private readonly content: HTMLElement,
		private readonly canvas: HTMLCanvasElement,
		private readonly ring: HTMLElement,
		private readonly onChange: () => void,
	) {
		this.context = canvas.getContext('2d') as CanvasRenderingContext2D;
		new ResizeObserver(() => (this.isFitted ? this.fit() : this.pan(0, 0))).observe(element);
	}

	show(image: Size, history: History): void {
		[this.image, this.history, this.current, this.cursor] = [image, history, undefined, undefined];
		Object.assign(this.canvas, canvasSize(image));
		Object.assign(this.painted, canvasSize(image));
		this.ring.hidden = true;
		this.replay();
		this.fit();
	}

	get size(): Size {
		return { width: this.element.clientWidth, height: this.element.clientHeight };
	}

	get diameter(): number {
		return brushDiameter(this.slider, this.image);
	}

	/** Redraws all operations. */
	replay(): void {
		this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
		for (const operation of this.history.operations) draw(this.context, operation, this.drawScale);
	}

	push(operation: Operation): void {
		this.history.push(operation);
		draw(this.context, operation, this.drawScale);
		this.onChange();
	}

	fit(): void {
		this.place(fitted(this.image, this.size));
		this.isFitted = true;
	}

	/** @param at a point on the stage. Default: its center */
	zoom(factor: number, at = { x: this.size.width / 2, y: this.size.height / 2 }): void {
		this.place(zoomed(this.view, at, factor, this.image, this.size));
	}

	pan(dx: number, dy: number): void {
		this.place(moved(this.view, dx, dy, this.image, this.size));
	}

	private place(view: View): void {
		this.view = view;
		this.isFitted = false;
		const { style } = this.content;
		style.transform = `translate(${view.x}px,${view.y}px)`;
		style.width = `${this.image.width * view.scale}px`;
		style.height = `${this.image.height * view.scale}px`;
		if (this.cursor) this.showRing(this.screenOf(this.cursor));
	}

	private get drawScale(): number {
		return this.canvas.width / this.image.width;
	}

	begin(at: Point): void {
		const point = toImage(this.view, at);
		if (this.tool === 'move') return;
		if (this.tool === 'rectangle' || this.tool === 'ellipse') {
			this.painted.getContext('2d')?.drawImage(this.canvas, 0, 0);
			this.current = { kind: this.tool, from: point, to: point };
			return;
		}
		const erases = this.tool === 'eraser';
		this.current = {
			kind: 'stroke',
			erases,
			radius: this.diameter / 2,
			points: [point.x, point.y],
		};
		drawStroke(this.context, this.current, this.drawScale);
	}

	extend(at: Point): void {
		const { current } = this;
		const point = toImage(this.view, at);
		if (!current) return;
		if (current.kind !== 'stroke') {
			current.to = point;
			this.preview(current);
			return;
		}
		current.points.push(point.x, point.y);
		drawStroke(this.context, current, this.drawScale, current.points.length - 4);
	}

	private preview(shape: Shape): void {
		this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
		this.context.drawImage(this.painted, 0, 0);
		draw(this.context, shape, this.drawScale);
	}

	end(): void {
		const { current } = this;
		this.forget();
		if (!current) return;
		this.history.push(current);
		this.onChange();
	}

	/** Discards the operation being drawn. */
	cancel(): void {
		if (!this.current) return;
		this.forget();
		this.replay();
	}

	private forget(): void {
		this.current = undefined;
		this.painted.getContext('2d')?.clearRect(0, 0, this.painted.width, this.painted.height);
	}

	get isDrawing(): boolean {
		return this.current !== undefined;
	}

	/** Shows the brush ring at a point on the stage, or hides the ring if there is no point. */
	showRing(at?: Point): void {
		this.ring.hidden = !at || this.tool === 'move';
		if (!at) return;
		const isBrush = this.tool === 'brush' || this.tool === 'eraser';
		const width = isBrush ? Math.max(4, this.diameter * this.view.scale) : 9;
		const { style } = this.ring;
		style.width = style.height = `${width}px`;
		style.transform = `translate(${at.x - width / 2}px,${at.y - width / 2}px)`;
	}

	private screenOf({ x, y }: Point): Point {
		return { x: x * this.view.scale + this.view.x, y: y * this.view.scale + this.view.y };
	}

	/** Moves the brush with the keyboard. `dx` and `dy` are in screen px. A shape being drawn follows the brush. */
	moveCursor(dx: number, dy: number): void {
		if (this.tool === 'move') return this.pan(-dx, -dy);
		const { width, height } = this.image;
		const { x, y } = this.cursor ?? { x: width / 2, y: height / 2 };
		this.cursor = {
			x: Math.min(width, Math.max(0, x + dx / this.view.scale)),
			y: Math.min(height, Math.max(0, y + dy / this.view.scale)),
		};
		const at = this.screenOf(this.cursor);
		if (this.isDrawing) this.extend(at);
		this.showRing(at);
	}

	/** Handles the Enter key, which starts a stroke or shape at the brush, or finishes the current one. */
	pressCursor(): void {
		this.moveCursor(0, 0);
		if (this.isDrawing) this.end();
		else if (this.cursor) this.begin(this.screenOf(this.cursor));
	}
}
