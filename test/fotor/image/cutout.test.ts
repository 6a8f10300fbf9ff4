import sharp from 'sharp';

import { maskOfCutout } from '../../../fotor/image/cutout';
import type { Failure } from '../../../fotor/failure';
import type { Bitmap } from '../../../fotor/image/bitmap';

/** A PNG from rows of text: `.` is transparent, `,` just below half opacity, `:` just above it, and `#` opaque. */
async function cutout(rows: string[]): Promise<Buffer> {
	const [width, height] = [rows[0]?.length ?? 0, rows.length];
	const alpha: Record<string, number> = { '.': 0, ',': 0x7f, ':': 0x80, '#': 0xff };
	const data = Buffer.from([...rows.join('')].flatMap((pixel) => [9, 8, 7, alpha[pixel] ?? 0]));
	return await sharp(data, { raw: { width, height, channels: 4 } })
		.png()
		.toBuffer();
}

function rowsOf(map: Bitmap): string[] {
	return Array.from({ length: map.height }, (_, y) =>
		Array.from({ length: map.width }, (_, x) => (map.has(x, y) ? 'x' : ' ')).join(''),
	);
}

const PLUS = ['.........', '....#....', '...,#:...', '....#....', '.........'];

describe('the mask of a cutout', () => {
	it.each([
		['transparent', 0, ['xxxxxxxxx', 'xxxx xxxx', 'xxxx  xxx', 'xxxx xxxx', 'xxxxxxxxx']],
		['opaque', 0, ['         ', '    x    ', '    xx   ', '    x    ', '         ']],
		['opaque', 1, ['    x    ', '   xxx   ', '   xxxx  ', '   xxx   ', '    x    ']],
	] as const)('covers the %s part, grown by %d px', async (part, grow, rows) => {
		const mask = await maskOfCutout([await cutout(PLUS)], 'Image', { part, grow });
		expect(rowsOf(mask)).toEqual(rows);
	});
});

describe('an unusable cutout is rejected with advice before anything is charged', () => {
	const refusal = async (rows: string[], grow = 0) =>
		await maskOfCutout([await cutout(rows)], 'Photo', { part: 'transparent', grow }).then(
			() => undefined,
			({ kind, message, advice }: Failure) => `${kind}: ${message} | ${advice}`,
		);

	it.each([
		['nothing is transparent', ['###', '#:#'], 0, /'Photo' has no transparent part \| Nothing was/],
		['everything is transparent', ['...', '.,.'], 0, /'Photo' is fully transparent \| Nothing was/],
		[
			'the grown mask covers everything',
			['...', '#..'],
			9,
			/Grown by 9 px.*covers the whole.*Lower 'Grow/,
		],
	])('if %s', async (_name, rows, grow, text) => {
		expect(await refusal(rows, grow)).toMatch(text);
	});
});
