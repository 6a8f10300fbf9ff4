import sharp from 'sharp';

import { History, type Operation } from '../../page/operations';
import { base64, encodePng } from '../../page/png';
import { Raster } from '../../page/raster';

const stroke = (points: number[], radius: number, erases = false): Operation => {
	return { kind: 'stroke', points, radius, erases };
};

/** Distance from (x, y) to the polyline through the points. */
function distance(points: number[], x: number, y: number): number {
	let least = Infinity;
	for (let at = 0; at < Math.max(2, points.length - 2); at += 2) {
		const [ax = 0, ay = 0, bx = ax, by = ay] = points.slice(at, at + 4);
		const [dx, dy] = [bx - ax, by - ay];
		const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
		const share = Math.min(1, Math.max(0, along));
		least = Math.min(least, Math.hypot(x - ax - share * dx, y - ay - share * dy));
	}
	return least;
}

test.each([
	['a dot', [30, 20], 9.3],
	['a horizontal line', [10, 20, 50, 20], 4],
	['a steep line', [10.4, 5.1, 22.7, 44.2], 6.5],
	['a zigzag', [5, 5, 40, 33, 12, 39, 60, 2], 3.2],
	['a line that leaves the image', [-20, 10, 90, 60], 12],
])('%s marks exactly the pixels whose centers it covers', (_name, points, radius) => {
	const raster = new Raster(61, 47, [stroke(points, radius)]);
	const wrong: string[] = [];
	for (let y = 0; y < 47; y++) {
		for (let x = 0; x < 61; x++) {
			const away = distance(points, x + 0.5, y + 0.5);
			if (raster.has(x, y) !== away <= radius && Math.abs(away - radius) > 1e-6) {
				wrong.push(`${x},${y}`);
			}
		}
	}
	expect(wrong).toEqual([]);
});

const count = (operations: Operation[], [width, height] = [61, 47]) => {
	const raster = new Raster(width ?? 0, height ?? 0, operations);
	let marked = 0;
	for (let y = 0; y < raster.height; y++) {
		for (let x = 0; x < raster.width; x++) marked += raster.has(x, y) ? 1 : 0;
	}
	return marked;
};
const box = (kind: 'rectangle' | 'ellipse'): Operation => {
	return { kind, from: { x: 40, y: 30 }, to: { x: 10, y: 10 } };
};

test('rectangle, ellipse, eraser, invert and clear mark the expected pixels', () => {
	expect(count([box('rectangle')])).toBe(30 * 20);
	expect(Math.abs(count([box('ellipse')]) - (Math.PI / 4) * 600)).toBeLessThan(8);
	expect(count([box('rectangle'), { kind: 'invert' }])).toBe(61 * 47 - 600);
	expect(count([box('rectangle'), { kind: 'clear' }])).toBe(0);
	expect(count([box('rectangle'), stroke([25, 20], 100, true)])).toBe(0);
	expect(new Raster(61, 47, [{ kind: 'invert' }, { kind: 'invert' }]).isEmpty).toBe(true);
});

test('the PNG contains the marked pixels', async () => {
	const raster = new Raster(61, 47, [stroke([5, 5, 40, 33], 3), { kind: 'invert' }]);
	const png = Buffer.from(base64(await encodePng(raster)), 'base64');
	const pixels = await sharp(png).toColourspace('b-w').raw().toBuffer();
	expect(await sharp(png).metadata()).toMatchObject({ width: 61, height: 47, format: 'png' });
	const wrong = [...pixels].filter((value, at) => {
		return value !== (raster.has(at % 61, Math.floor(at / 61)) ? 255 : 0);
	});
	expect(wrong).toEqual([]);
});

test('a hundred steps can be undone, and redone until a new step is added', () => {
	const history = new History();
	for (let step = 0; step < 100; step++) history.push(stroke([step, step], 1));
	for (let step = 0; step < 100; step++) history.undo();
	expect([history.operations.length, history.canUndo, history.canRedo]).toEqual([0, false, true]);
	history.undo();
	for (let step = 0; step < 60; step++) history.redo();
	expect(history.operations).toHaveLength(60);
	history.push({ kind: 'clear' });
	expect([history.operations.length, history.canRedo]).toEqual([61, false]);
});
