import sharp from 'sharp';

import { clock } from '../../../fotor/clock';
import { Failure } from '../../../fotor/failure';
import { coverageOf, encodeMask, type MaskConvention } from '../../../fotor/image/mask';
import { checkRegions, drawRegions, type Region } from '../../../fotor/image/regions';
import { complaintsDuring } from '../../support/watch';

const rectangle = (x: number, y: number, width: number, height: number): Region => ({
	x,
	y,
	width,
	height,
	shape: 'rectangle',
});

async function drawMask(
	size: { width: number; height: number },
	regions: Region[],
	convention: MaskConvention,
	signal?: AbortSignal,
): Promise<Buffer> {
	return await encodeMask(await drawRegions(size, regions, signal), convention, signal);
}

/** The decoded mask as one string per row, where # is white. */
async function pixels(mask: Buffer): Promise<string[]> {
	const { data, info } = await sharp(mask)
		.toColourspace('b-w')
		.raw()
		.toBuffer({ resolveWithObject: true });
	return Array.from({ length: info.height }, (_, y) =>
		Array.from({ length: info.width }, (_, x) =>
			data[(y * info.width + x) * info.channels] ? '#' : '.',
		).join(''),
	);
}

describe('a mask drawn from regions', () => {
	it('is a PNG with one bit per pixel and the size of the image', async () => {
		const mask = await drawMask(
			{ width: 960, height: 640 },
			[rectangle(0, 0, 50, 50)],
			'whiteReplaces',
		);
		const metadata = await sharp(mask).metadata();
		expect(metadata).toMatchObject({ format: 'png', width: 960, height: 640, bitsPerSample: 1 });
	});

	it('is white inside the regions and black elsewhere', async () => {
		const mask = await drawMask(
			{ width: 8, height: 4 },
			[rectangle(25, 25, 50, 50)],
			'whiteReplaces',
		);
		expect(await pixels(mask)).toEqual(['........', '..####..', '..####..', '........']);
	});

	it('is black inside the regions if black marks the part to replace', async () => {
		const mask = await drawMask(
			{ width: 8, height: 2 },
			[rectangle(0, 0, 50, 50)],
			'blackReplaces',
		);
		expect(await pixels(mask)).toEqual(['....####', '########']);
	});

	it('merges overlapping regions', async () => {
		const regions = [rectangle(0, 0, 50, 100), rectangle(25, 0, 50, 50)];
		const mask = await drawMask({ width: 8, height: 2 }, regions, 'whiteReplaces');
		expect(await pixels(mask)).toEqual(['######..', '####....']);
	});

	it('has at least one white pixel for a region smaller than a pixel', async () => {
		const mask = await drawMask(
			{ width: 4, height: 4 },
			[rectangle(50, 50, 0.01, 0.01)],
			'whiteReplaces',
		);
		expect(await pixels(mask)).toEqual(['....', '....', '..#.', '....']);
	});

	it('can contain ellipses', async () => {
		const region: Region = { ...rectangle(0, 0, 100, 100), shape: 'ellipse' };
		const mask = await drawMask({ width: 8, height: 8 }, [region], 'whiteReplaces');
		expect(await pixels(mask)).toEqual([
			'..####..',
			'.######.',
			'########',
			'########',
			'########',
			'########',
			'.######.',
			'..####..',
		]);
	});

	it('keeps an ellipse in a corner of the image within its region', async () => {
		const region: Region = { ...rectangle(50, 50, 50, 50), shape: 'ellipse' };
		const mask = await drawMask({ width: 16, height: 8 }, [region], 'whiteReplaces');
		expect(await pixels(mask)).toEqual([
			...Array.from({ length: 4 }, () => '................'),
			'.........######.',
			'........########',
			'........########',
			'.........######.',
		]);
	});

	it.each([1, 5, 8, 17, 30])(
		'can cover everything outside a shape, at a width of %d px',
		async (width) => {
			const size = { width, height: 10 };
			for (const shape of ['rectangle', 'ellipse'] as const) {
				const inside = { ...rectangle(25, 25, 50, 50), shape };
				const draw = async (region: Region) =>
					await pixels(await drawMask(size, [region], 'whiteReplaces'));
				const opposite = (row: string) => row.replace(/./g, (one) => (one === '#' ? '.' : '#'));
				expect(await draw({ ...inside, outside: true })).toEqual(
					(await draw(inside)).map(opposite),
				);
			}
		},
	);

	it.each([
		[[], 0],
		[[rectangle(0, 0, 100, 100)], 100],
		[[rectangle(0, 0, 50, 50)], 25],
		[[rectangle(0, 0, 0.01, 0.01)], 0.01],
		[[{ ...rectangle(0, 0, 0.01, 0.01), outside: true as const }], 99.99],
	])('%j replaces %d%% of the image', async (regions, coverage) => {
		expect(coverageOf(await drawRegions({ width: 500, height: 400 }, regions))).toBe(coverage);
	});

	it.each([1, 2, 7, 8, 9, 15, 16, 17, 2063, 2064, 2065, 2072, 4128, 4136, 33_000])(
		'has the right pixels at a width of %d px',
		async (width) => {
			const size = { width, height: 5 };
			const regions = [rectangle(10, 20, 30, 20), rectangle(35, 60, 65, 40)];
			const { data } = await sharp(await drawMask(size, regions, 'whiteReplaces'), {
				limitInputPixels: false,
			})
				.toColourspace('b-w')
				.raw()
				.toBuffer({ resolveWithObject: true });
			const white = data.filter((value) => value > 0).length;
			const span = (from: number, to: number) =>
				Math.max(1, Math.round(to * width) - Math.min(Math.round(from * width), width - 1));
			expect(white).toBe(span(0.1, 0.4) + 2 * span(0.35, 1));
		},
	);

	it('stays small for a large image', async () => {
		const mask = await drawMask(
			{ width: 8000, height: 6000 },
			[rectangle(10, 10, 80, 80)],
			'whiteReplaces',
		);
		expect(mask.length).toBeLessThan(100_000);
	});
});

describe('drawing a large mask', () => {
	const SIZE = { width: 6000, height: 4000 };
	const ellipses = Array.from({ length: 20 }, (_, index): Region => {
		return { ...rectangle(index, index, 60, 60), shape: 'ellipse' };
	});
	const draw = async (signal?: AbortSignal) =>
		await drawMask(SIZE, ellipses, 'blackReplaces', signal);

	afterEach(() => jest.restoreAllMocks());

	it('yields every 5 ms, however long a row takes', async () => {
		let now = 0;
		const turns: number[] = [];
		jest.spyOn(clock, 'now').mockImplementation(() => (now += 0.5));
		jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
			turns.push(now);
			expect(ms).toBe(0);
			await new Promise(setImmediate);
		});
		await draw();
		const gaps = turns.map((turn, index) => turn - (turns[index - 1] ?? 0));
		expect(gaps.length).toBeGreaterThan(100);
		expect(Math.max(...gaps)).toBeLessThan(8);
	});

	it('stops when the execution is canceled', async () => {
		const stop = new AbortController();
		let turns = 0;
		jest.spyOn(clock, 'now').mockImplementation(() => turns++);
		jest.spyOn(clock, 'sleep').mockImplementation(async () => {
			stop.abort();
			await new Promise(setImmediate);
		});
		const complaints = await complaintsDuring(async () => {
			await expect(draw(stop.signal)).rejects.toMatchObject({ kind: 'cancelled' });
		});
		expect(turns).toBeLessThan(50);
		expect(complaints).toEqual([]);
	});

	it.each([
		[2_147_483_647, 2_147_483_647],
		[65_536, 1],
		[1, 65_536],
		[16_384, 16_384],
	])('of %d × %d px is rejected before anything is drawn', async (width, height) => {
		const drawing = drawMask({ width, height }, [rectangle(0, 0, 50, 50)], 'whiteReplaces');
		const failure = await drawing.catch((thrown: unknown) => thrown as Failure);
		expect(failure).toBeInstanceOf(Failure);
		const { message, advice } = failure as Failure;
		expect(message).toContain(`'Shapes' claims to be ${width} × ${height} px`);
		expect(advice).toMatch(/^Nothing was charged/);
	});
});

describe('regions in a form', () => {
	it('must not be missing', () => {
		expect(() => checkRegions([])).toThrow("'Shapes' is empty");
	});

	it('must not extend beyond the right edge of the image', () => {
		expect(() => checkRegions([rectangle(0, 0, 10, 10), rectangle(60, 0, 50, 10)])).toThrow(
			"Shape 2 of 'Shapes' extends beyond the image: it ends at 110% of the width and 10% of the height",
		);
	});

	it('must not extend beyond the bottom edge of the image', () => {
		expect(() => checkRegions([rectangle(0, 60, 10, 50)])).toThrow('110% of the height');
	});

	it('may touch the edges of the image', () => {
		expect(() => checkRegions([rectangle(50, 50, 50, 50)])).not.toThrow();
	});
});
