import { boxOf, type Operation, type Stroke } from './operations';

const COLOR = '#e5007d';

/** Draws an operation on the canvas over the image. `scale` is canvas px per image px. */
export function draw(context: CanvasRenderingContext2D, operation: Operation, scale: number): void {
	const { width, height } = context.canvas;
	context.save();
	context.fillStyle = COLOR;
	if (operation.kind === 'clear') context.clearRect(0, 0, width, height);
	else if (operation.kind === 'invert') {
		context.globalCompositeOperation = 'xor';
		context.fillRect(0, 0, width, height);
	} else if (operation.kind === 'stroke') drawStroke(context, operation, scale);
	else {
		const { left, top, right, bottom } = boxOf(operation);
		const [w, h] = [(right - left) * scale, (bottom - top) * scale];
		if (operation.kind === 'rectangle') context.fillRect(left * scale, top * scale, w, h);
		else {
			context.beginPath();
			context.ellipse(left * scale + w / 2, top * scale + h / 2, w / 2, h / 2, 0, 0, 7);
			context.fill();
		}
	}
	context.restore();
}

/** @param from index in `points` of the first point to draw */
export function drawStroke(
	context: CanvasRenderingContext2D,
	{ points, radius, erases }: Stroke,
	scale: number,
	from = 0,
): void {
	context.save();
	context.globalCompositeOperation = erases ? 'destination-out' : 'source-over';
	context.strokeStyle = COLOR;
	context.lineWidth = 2 * radius * scale;
	context.lineCap = context.lineJoin = 'round';
	context.beginPath();
	for (let at = from; at < points.length; at += 2) {
		const [x, y] = [(points[at] as number) * scale, (points[at + 1] as number) * scale];
		if (at === from) context.moveTo(x, y);
		// A zero-length line still draws its round caps.
		context.lineTo(x, y);
	}
	context.stroke();
	context.restore();
}
