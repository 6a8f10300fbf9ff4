import { Bitmap } from '../../../fotor/image/bitmap';
import { grown } from '../../../fotor/image/grow';

/** A bitmap from rows of text, where # is a marked pixel. */
function drawn(rows: string[]): Bitmap {
	const map = new Bitmap(rows[0]?.length ?? 0, rows.length);
	rows.forEach((row, y) => [...row].forEach((pixel, x) => pixel === '#' && map.set(x, y)));
	return map;
}

function grownRows(map: Bitmap, margin: number): string[] {
	const draw = grown(map, margin);
	const result = new Bitmap(map.width, map.height);
	for (let y = 0; y < map.height; y++) draw(result.row(y), y);
	return Array.from({ length: map.height }, (_, y) =>
		Array.from({ length: map.width }, (_, x) => (result.has(x, y) ? '#' : '.')).join(''),
	);
}

/** The expected result, computed by comparing every pair of pixels. */
function measured(map: Bitmap, margin: number): string[] {
	const marked: Array<[number, number]> = [];
	for (let y = 0; y < map.height; y++) {
		for (let x = 0; x < map.width; x++) if (map.has(x, y)) marked.push([x, y]);
	}
	return Array.from({ length: map.height }, (_, y) =>
		Array.from({ length: map.width }, (_, x) =>
			marked.some(([a, b]) => (a - x) ** 2 + (b - y) ** 2 <= margin ** 2) ? '#' : '.',
		).join(''),
	);
}

function scattered(width: number, height: number, share: number, seed: number): Bitmap {
	const map = new Bitmap(width, height);
	let state = seed;
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
			if (state / 0x7fffffff < share) map.set(x, y);
		}
	}
	return map;
}

describe('growing a bitmap', () => {
	it('changes nothing without a margin', () => {
		expect(grownRows(drawn(['#..', '..#']), 0)).toEqual(['#..', '..#']);
	});

	it('turns a point into a disk', () => {
		const point = drawn([
			'.......',
			'.......',
			'.......',
			'...#...',
			'.......',
			'.......',
			'.......',
		]);
		expect(grownRows(point, 3)).toEqual([
			'...#...',
			'.#####.',
			'.#####.',
			'#######',
			'.#####.',
			'.#####.',
			'...#...',
		]);
	});

	it('keeps an empty bitmap empty', () => {
		expect(grownRows(drawn(['...', '...']), 5)).toEqual(['...', '...']);
	});

	it.each([1, 1.5, 2, 3, 7, 20, 90])('marks all pixels at most %d px away', (margin) => {
		for (const [width, height, share] of [
			[70, 50, 0.004],
			[33, 47, 0.05],
			[9, 60, 0.02],
			[64, 3, 0.01],
		] as const) {
			for (const seed of [1, 2, 3]) {
				const map = scattered(width, height, share, seed);
				expect(grownRows(map, margin)).toEqual(measured(map, margin));
			}
		}
	});
});
