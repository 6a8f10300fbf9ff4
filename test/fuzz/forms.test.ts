import fc from 'fast-check';

import { encodeMask } from '../../fotor/image/mask';
import { checkRegions, drawRegions } from '../../fotor/image/regions';
import { readHandIn } from '../../nodes/FotorMask/handIn';
import { parseObject, parseObjects } from '../../nodes/shared/json';
import { forAny, refusesOrReads } from './fuzz';

/** Valid JSON, almost valid JSON, and other values that expressions can return. */
const json = fc.oneof(
	fc.jsonValue(),
	fc.json(),
	fc.tuple(fc.json(), fc.nat(40)).map(([text, end]) => text.slice(0, end)),
	fc.string(),
	fc.constantFrom(undefined, null, NaN),
);

test('JSON in a form is either read as objects or rejected', async () => {
	await forAny(json, async (value) => {
		const list = await refusesOrReads(() => parseObjects(value, 'Mask Regions', '[]'));
		for (const entry of list ?? []) expect(Object(entry)).toBe(entry);
		const object = await refusesOrReads(() => parseObject(value, 'Body'));
		expect(Array.isArray(object)).toBe(false);
	});
});

const percent = fc.double({ min: 0, max: 100, noNaN: true });
const region = fc.record({
	x: percent,
	y: percent,
	width: percent,
	height: percent,
	shape: fc.constantFrom('rectangle' as const, 'ellipse' as const),
});
const size = fc.record({
	width: fc.integer({ min: 1, max: 60 }),
	height: fc.integer({ min: 1, max: 60 }),
});

test("mask regions are either drawn at the image's size or rejected", async () => {
	const given = fc.tuple(fc.array(region, { maxLength: 5 }), size);
	await forAny(given, async ([regions, { width, height }]) => {
		const png = await refusesOrReads(async () => {
			checkRegions(regions);
			return await encodeMask(await drawRegions({ width, height }, regions), 'whiteReplaces');
		});
		if (png) expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, height]);
	});
});

test('data from the paint page either contains one mask per image or is rejected', async () => {
	const handedIn = fc.record(
		{ name: fc.jsonValue(), masks: fc.array(fc.oneof(fc.base64String(), fc.constant(null))) },
		{ requiredKeys: [] },
	);
	const text = fc.oneof(
		fc.json(),
		fc.string(),
		handedIn.map((value) => JSON.stringify(value)),
	);
	await forAny(fc.tuple(text, fc.nat(3)), async ([body, count]) => {
		const given = await refusesOrReads(() => readHandIn(body, count));
		if (given) expect(given.masks).toHaveLength(count);
	});
});
