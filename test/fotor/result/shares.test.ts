import { sharesOf } from '../../../fotor/result/shares';

it.each([
	[3, 3, [1, 1, 1]],
	[8, 3, [3, 3, 2]],
	[1, 3, [1, 0, 0]],
	[0, 2, [0, 0]],
	[7, 1, [7]],
	[2.5, 3, [0.9, 0.8, 0.8]],
	[0.5, 2, [0.3, 0.2]],
	[-3, 2, [-2, -1]],
	[1e21, 2, [1e21, 0]],
])('for a cost of %d and an item count of %d, the shares are %j', (cost, count, shares) => {
	expect(sharesOf(cost, count)).toEqual(shares);
});

it('integer costs give integer shares, and shares add up to the cost', () => {
	for (let tenths = 0; tenths <= 300; tenths++) {
		for (let count = 1; count <= 9; count++) {
			const cost = tenths / 10;
			const shares = sharesOf(cost, count) as number[];
			const sum = shares.reduce((total, share) => total + Math.round(share * 10), 0);
			expect([shares.length, sum]).toEqual([count, tenths]);
			if (Number.isInteger(cost)) expect(shares.every(Number.isInteger)).toBe(true);
			expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
		}
	}
});

it('an unknown cost stays unknown for every item', () => {
	expect(sharesOf(null, 3)).toEqual([null, null, null]);
});
