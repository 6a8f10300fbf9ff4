import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import { createEngine, type Engine } from '../../../harness/engine/core';
import { FotorMask } from '../../../nodes/FotorMask/FotorMask.node';

const MASK = 'n8n-nodes-fotor.fotorMask';

let engine: Engine;
beforeAll(async () => {
	engine = await createEngine();
	engine.addNode(MASK, new FotorMask());
});

/** An image with a red square centered on a transparent or blue background. */
async function image(width: number, height: number, transparent: boolean): Promise<Buffer> {
	const square = {
		create: { width: width / 2, height: height / 2, channels: 4, background: 'red' },
	};
	const background = transparent ? '#0000' : '#00f';
	const ground = sharp({ create: { width, height, channels: 4, background } });
	const input = await sharp(square as never)
		.png()
		.toBuffer();
	return await ground.composite([{ input }]).png().toBuffer();
}

async function item(file: Buffer, name = 'photo.png'): Promise<INodeExecutionData> {
	const type = name.endsWith('.jpg') ? 'image/jpeg' : 'image/png';
	const files = await engine.file(file, name, type);
	return { json: { name }, binary: { ...files, other: (files ?? {}).data as never } };
}

async function pixels(item: INodeExecutionData | undefined, field = 'mask') {
	const { data, info } = await sharp(await engine.read(item, field))
		.toColourspace('b-w')
		.raw()
		.toBuffer({ resolveWithObject: true });
	return Array.from({ length: info.height }, (_, y) =>
		Array.from({ length: info.width }, (_, x) => (data[y * info.width + x] ? '#' : '.')).join(''),
	);
}

const run = async (parameters: INodeParameters, input: INodeExecutionData[], onError?: string) =>
	await engine.run(MASK, parameters, {
		input,
		node: onError ? { onError: onError as never } : {},
	});

describe("Fotor Mask with 'Draw Shapes'", () => {
	const draw = { operation: 'draw' };

	it('keeps the fields and files of the items', async () => {
		const input = [await item(await image(8, 4, false)), await item(await image(4, 4, false))];
		const { items, error } = await run(draw, input);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toEqual([
			{ name: 'photo.png', width: 8, height: 4, coverage: 25 },
			{ name: 'photo.png', width: 4, height: 4, coverage: 25 },
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(Object.keys(items[0]?.binary ?? {}).sort()).toEqual(['data', 'mask', 'other']);
		expect(items[0]?.binary?.mask).toMatchObject({
			fileName: 'photo-mask.png',
			mimeType: 'image/png',
		});
		expect(await pixels(items[0])).toEqual(['........', '..####..', '..####..', '........']);
	});

	it.each([
		['whole', 'rectangle', ['########', '########', '########', '########']],
		['center', 'rectangle', ['........', '..####..', '..####..', '........']],
		['leftHalf', 'rectangle', ['####....', '####....', '####....', '####....']],
		['rightHalf', 'rectangle', ['....####', '....####', '....####', '....####']],
		['topHalf', 'rectangle', ['########', '########', '........', '........']],
		['bottomHalf', 'rectangle', ['........', '........', '########', '########']],
		['border', 'rectangle', ['########', '##....##', '##....##', '########']],
		['whole', 'ellipse', ['.######.', '########', '########', '.######.']],
	])(
		'draws the `%s` preset with the `%s` shape, from the form and from JSON',
		async (preset, shape, rows) => {
			const input = [await item(await image(8, 4, false))];
			const form = await run({ ...draw, maskRegions: { region: [{ preset, shape }] } }, input);
			expect(await pixels(form.items[0])).toEqual(rows);
			const maskRegionsJson = JSON.stringify([{ preset, shape }]);
			const json = await run({ ...draw, defineRegions: 'json', maskRegionsJson }, input);
			expect(await pixels(json.items[0])).toEqual(rows);
		},
	);

	it('draws a shape that uses decimals and expressions, with a margin and the part to replace in black', async () => {
		const region = { x: '={{ 37.5 }}', y: '={{ "25" }}', width: 12.5, height: 25 };
		const { items, error } = await run(
			{
				...draw,
				maskRegions: { region: [region] } as never,
				outputBinaryProperty: 'black',
				options: { grow: 1, maskConvention: 'blackReplaces' },
			},
			[await item(await image(8, 4, false))],
		);
		expect(error).toBeUndefined();
		expect(await pixels(items[0], 'black')).toEqual([
			'###.####',
			'##...###',
			'###.####',
			'########',
		]);
		expect(items[0]?.json.coverage).toBe(15.63);
	});

	it.each([
		[[], /'Shapes' is empty/],
		[[{ x: 60, width: 50 }], /Shape 1 of 'Shapes' extends beyond the image: it ends at 110%/],
		[[{ x: 10 }, { x: 101 }], /'Left \(%\) of Shape 2' must be a number from 0 to 100/],
		[[{ shape: 'star' }], /'Shape of Shape 1' must be rectangle or ellipse, but it is star/],
		[
			[{ preset: 'middle' }],
			/'Area of Shape 1' must be custom, whole, .*or border, but it is middle/,
		],
	])('rejects the shapes %j', async (region, message) => {
		const input = [await item(await image(8, 4, false))];
		const { error } = await run({ ...draw, maskRegions: { region } } as never, input);
		expect(error?.message).toMatch(message);
		expect(error?.description).toBeTruthy();
	});
});

describe("Fotor Mask with 'From Transparency'", () => {
	const read = { operation: 'fromTransparency' };

	it.each([
		['transparent', 75, ['########', '##....##', '##....##', '########']],
		['opaque', 25, ['........', '..####..', '..####..', '........']],
	])('masks the %s part', async (maskPart, coverage, rows) => {
		const input = [await item(await image(8, 4, true))];
		const { items, error } = await run({ ...read, maskPart }, input);
		expect(error).toBeUndefined();
		expect(items[0]?.json).toEqual({ name: 'photo.png', width: 8, height: 4, coverage });
		expect(Object.keys(items[0]?.binary ?? {}).sort()).toEqual(['data', 'mask', 'other']);
		expect(await pixels(items[0])).toEqual(rows);
	});

	it('with "Continue", an item without transparency does not affect the others', async () => {
		const photo = await sharp(await image(8, 4, false))
			.jpeg()
			.toBuffer();
		const input = [await item(photo, 'photo.jpg'), await item(await image(8, 4, true))];
		const stopped = await run(read, input);
		expect(stopped.error?.message).toMatch(/isn't a PNG.*\[item 0\]/);
		expect(stopped.error?.description).toMatch(/Fotor Background Remover/);
		const { items } = await run(read, input, 'continueRegularOutput');
		expect(items.map(({ json }) => Object.keys(json))).toEqual([
			['error'],
			['name', 'width', 'height', 'coverage'],
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});
});

test.each(['draw', 'fromTransparency'])(
	'the %s operation tells an AI agent what to use instead',
	async (operation) => {
		await expect(engine.tool(MASK, { operation })({})).rejects.toThrow(
			/An AI agent can't use this node: tools can't receive or return files/,
		);
	},
);
