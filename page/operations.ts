/** One painting step, in image px. Operations scale to any size, so painting on a small canvas loses no detail. */
export type Operation = Stroke | Shape | { kind: 'clear' } | { kind: 'invert' };

export interface Stroke {
	kind: 'stroke';
	erases: boolean;
	/** px */
	radius: number;
	/** x, y, x, y … */
	points: number[];
}

export interface Shape {
	kind: 'rectangle' | 'ellipse';
	/** Two opposite corners in any order. */
	from: Point;
	to: Point;
}

export interface Point {
	x: number;
	y: number;
}

/** The bounding box of a shape. */
export function boxOf({ from, to }: Shape): {
	left: number;
	top: number;
	right: number;
	bottom: number;
} {
	return {
		left: Math.min(from.x, to.x),
		top: Math.min(from.y, to.y),
		right: Math.max(from.x, to.x),
		bottom: Math.max(from.y, to.y),
	};
}

/** The operations on one image, with unlimited undo and redo. */
export class History {
	private readonly done: Operation[] = [];
	private undone: Operation[] = [];

	get operations(): readonly Operation[] {
		return this.done;
	}

	get canUndo(): boolean {
		return this.done.length > 0;
	}

	get canRedo(): boolean {
		return this.undone.length > 0;
	}

	push(operation: Operation): void {
		this.done.push(operation);
		this.undone = [];
	}

	undo(): void {
		const operation = this.done.pop();
		if (operation) this.undone.push(operation);
	}

	redo(): void {
		const operation = this.undone.pop();
		if (operation) this.done.push(operation);
	}
}
