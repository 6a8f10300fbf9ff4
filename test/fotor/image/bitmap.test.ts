import { Bitmap } from '../../../fotor/image/bitmap';

const rowOf = (map: Bitmap, y = 0) =>
	Array.from({ length: map.width }, (_, x) => (map.has(x, y) ? '#' : '.')).join('');

test('a marked span includes its start but not its end, at any position', () => {
	for (let from = 0; from <= 20; from++) {
		for (let to = 0; to <= 20; to++) {
			const map = new Bitmap(20, 3);
			map.mark(1, from, to);
			const expected = Array.from({ length: 20 }, (_, x) => (x >= from && x < to ? '#' : '.'));
			expect([rowOf(map), rowOf(map, 1), rowOf(map, 2)]).toEqual([
				'.'.repeat(20),
				expected.join(''),
				'.'.repeat(20),
			]);
			expect(map.count()).toBe(Math.max(0, to - from));
		}
	}
});

test.each([1, 7, 8, 9, 20])(
	'after inverting a bitmap %d px wide, no bits beyond the edge are counted',
	(width) => {
		const map = new Bitmap(width, 5);
		map.set(0, 2);
		map.invert();
		expect(map.count()).toBe(5 * width - 1);
		map.invert();
		expect(map.count()).toBe(1);
		expect(map.has(0, 2)).toBe(true);
	},
);
