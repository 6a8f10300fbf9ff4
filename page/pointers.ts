import type { Point } from './operations';
import type { Stage } from './stage';

/** Paints with the mouse, a pen or one finger. Two fingers zoom and move the image. */
export function listen(
	stage: Stage,
	isLocked: () => boolean,
	onSize: (step: number) => void,
): void {
	const { element } = stage;
	const fingers = new Map<number, Point>();
	let pans = false;
	const place = (event: MouseEvent): Point => {
		const { left, top } = element.getBoundingClientRect();
		return { x: event.clientX - left, y: event.clientY - top };
	};

	element.addEventListener('pointerdown', (event) => {
		const at = place(event);
		fingers.set(event.pointerId, at);
		element.setPointerCapture(event.pointerId);
		element.focus({ preventScroll: true });
		if (fingers.size > 1) {
			stage.cancel();
			pans = true;
			return;
		}
		pans = stage.tool === 'move' || event.button === 1 || isLocked();
		if (pans || event.button !== 0) return;
		stage.showRing(at);
		stage.begin(at);
	});

	element.addEventListener('pointermove', (event) => {
		const at = place(event);
		if (!fingers.has(event.pointerId)) {
			stage.showRing(at);
			return;
		}
		if (pans) gesture(event.pointerId, at);
		else {
			const all = event.getCoalescedEvents?.() ?? [];
			for (const one of all.length ? all : [event]) stage.extend(place(one));
			stage.showRing(at);
		}
	});

	const gesture = (id: number, at: Point) => {
		const before = fingers.get(id) as Point;
		const other = [...fingers].find(([key]) => key !== id)?.[1];
		fingers.set(id, at);
		if (!other) return stage.pan(at.x - before.x, at.y - before.y);
		const distance = (point: Point) => Math.hypot(point.x - other.x, point.y - other.y);
		const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
		stage.pan((at.x - before.x) / 2, (at.y - before.y) / 2);
		stage.zoom(distance(at) / Math.max(1, distance(before)), middle);
	};

	const lift = (event: PointerEvent) => {
		if (!fingers.delete(event.pointerId)) return;
		if (event.type === 'pointerup') stage.end();
		else stage.cancel();
		if (event.pointerType === 'touch') stage.showRing();
	};
	element.addEventListener('pointerup', lift);
	element.addEventListener('pointercancel', lift);
	element.addEventListener('pointerleave', () => stage.showRing());
	element.addEventListener('contextmenu', (event) => event.preventDefault());
	element.addEventListener(
		'wheel',
		(event) => {
			event.preventDefault();
			if (event.ctrlKey || event.metaKey) stage.zoom(Math.exp(-event.deltaY / 200), place(event));
			else onSize(event.deltaY < 0 ? 2 : -2);
			stage.showRing(place(event));
		},
		{ passive: false },
	);
}
