import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import { startFotor, type Fotor } from '../../../harness/engine/fotor';

const REPLACE = 'n8n-nodes-fotor.fotorAiReplace';
/** A shape that covers the left half of the image. */
const LEFT = { region: [{ x: 0, y: 0, width: 50, height: 100, shape: 'rectangle' }] };

let fotor: Fotor;
beforeAll(async () => (fotor = await startFotor({ binaryMode: 'filesystem' })));
afterAll(async () => await fotor.close());
beforeEach(() => void fotor.sandbox.requests.splice(0));

const picture = (width: number, height: number) =>
	sharp({ create: { width, height, channels: 3, background: '#0000ff' } });

async function check(
	files: Record<string, { data: Buffer; name: string; type: string }>,
	{ options = {}, ...parameters }: INodeParameters & { options?: INodeParameters } = {},
) {
	const binary: INodeExecutionData['binary'] = {};
	for (const [field, { data, name, type }] of Object.entries(files)) {
		Object.assign(binary, { [field]: (await fotor.engine.file(data, name, type))?.data });
	}
	const { items, hints, error } = await fotor.engine.run(
		REPLACE,
		{
			prompt: 'a tree',
			maskSource: 'regions',
			maskRegions: LEFT,
			...parameters,
			options: { dryRun: true, ...options },
		},
		{ input: [{ json: {}, binary }] },
	);
	expect(error).toBeUndefined();
	expect(fotor.sandbox.requests.map(({ path }) => path)).toEqual(['/v1/credits']);
	const [item] = items;
	return { item, json: item?.json, hints: hints.join('\n') };
}

const pixel = async (png: Buffer, x: number, y: number) => {
	const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
	const at = info.channels * (y * info.width + x);
	return [...data.subarray(at, at + 3)];
};

const BLUE = [0, 0, 255];
/** The color of a blue pixel after tinting. */
const TINTED = [140, 0, 158];
const WHITE = [255, 255, 255];

const PNGS: Array<[string, () => Promise<Buffer>, number[]]> = [
	['8 bits per color', async () => await picture(40, 20).png().toBuffer(), BLUE],
	['a palette', async () => await picture(40, 20).png({ palette: true }).toBuffer(), BLUE],
	[
		'interlaced rows',
		async () => await picture(40, 20).png({ progressive: true }).toBuffer(),
		BLUE,
	],
	[
		'16 bits per color',
		async () => await picture(40, 20).toColourspace('rgb16').png().toBuffer(),
		BLUE,
	],
	[
		'transparency',
		async () =>
			await sharp({
				create: {
					width: 40,
					height: 20,
					channels: 4,
					background: { r: 0, g: 0, b: 255, alpha: 0 },
				},
			})
				.png()
				.toBuffer(),
		WHITE,
	],
	['gray pixels', async () => await picture(40, 20).greyscale().png().toBuffer(), []],
];

test.each(PNGS)('a dry run tints the part to replace in a PNG with %s', async (_, make, color) => {
	const image = { data: await make(), name: 'bottle.png', type: 'image/png' };
	const { item, json, hints } = await check({ data: image });
	expect(json).toMatchObject({ valid: true, estimatedTokens: null });
	expect(hints).not.toMatch(/no overlay/);
	const { mask, overlay } = item?.binary ?? {};
	expect([mask?.fileName, overlay?.fileName]).toEqual(['bottle-mask.png', 'bottle-overlay.png']);
	const drawn = await fotor.engine.read(item, 'mask');
	expect([await pixel(drawn, 5, 5), await pixel(drawn, 35, 5)]).toEqual([WHITE, [0, 0, 0]]);
	const shown = await fotor.engine.read(item, 'overlay');
	const right = await pixel(shown, 35, 5);
	if (color.length) expect(right).toEqual(color);
	expect(await pixel(shown, 5, 5)).not.toEqual(right);
	if (color === BLUE) expect(await pixel(shown, 5, 5)).toEqual(TINTED);
});

test('the tint follows the mask convention, and the mask is the one that would be sent', async () => {
	const image = { data: await picture(40, 20).png().toBuffer(), name: 'a.png', type: 'image/png' };
	const options = { maskConvention: 'blackReplaces' };
	const { item } = await check({ data: image }, { options });
	expect(await pixel(await fotor.engine.read(item, 'mask'), 5, 5)).toEqual([0, 0, 0]);
	const shown = await fotor.engine.read(item, 'overlay');
	expect([await pixel(shown, 5, 5), await pixel(shown, 35, 5)]).toEqual([TINTED, BLUE]);
});

test('a large PNG gets a scaled-down overlay', async () => {
	const image = {
		data: await picture(4000, 3000).png().toBuffer(),
		name: 'a.png',
		type: 'image/png',
	};
	const { item } = await check({ data: image });
	const { width, height } = await sharp(await fotor.engine.read(item, 'overlay')).metadata();
	expect([width, height]).toEqual([1000, 750]);
});

test("a dry run shows the user's own mask over the image", async () => {
	const image = { data: await picture(40, 20).png().toBuffer(), name: 'a.png', type: 'image/png' };
	const half = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#000' } })
		.composite([
			{
				input: { create: { width: 20, height: 20, channels: 3, background: '#fff' } },
				left: 20,
				top: 0,
			},
		])
		.png()
		.toBuffer();
	const mask = { data: half, name: 'mask.png', type: 'image/png' };
	const { item } = await check({ data: image, mask }, { maskSource: 'binary' });
	const shown = await fotor.engine.read(item, 'overlay');
	expect([await pixel(shown, 5, 5), await pixel(shown, 35, 5)]).toEqual([BLUE, TINTED]);
});

test('the overlay of a JPEG is an HTML page that n8n can display', async () => {
	const image = {
		data: await picture(40, 20).jpeg().toBuffer(),
		name: 'a.jpg',
		type: 'image/jpeg',
	};
	const { item } = await check({ data: image });
	expect(item?.binary?.overlay).toMatchObject({
		fileName: 'a-overlay.html',
		fileType: 'html',
		mimeType: 'text/plain',
	});
	const page = (await fotor.engine.read(item, 'overlay')).toString();
	expect(page).toContain(`url("data:image/jpeg;base64,${image.data.toString('base64')}")`);
	expect(page).toMatch(/mask: url\("data:image\/png;base64,/);
});

test('an image too large to embed gets a mask and a hint, but no overlay', async () => {
	// Data after the end of a JPEG is allowed, so the file can be padded.
	const jpeg = await picture(40, 20).jpeg().toBuffer();
	const data = Buffer.concat([jpeg, Buffer.alloc(9 * 1024 * 1024)]);
	const { item, json, hints } = await check({ data: { data, name: 'a.jpg', type: 'image/jpeg' } });
	expect(json?.valid).toBe(true);
	expect(Object.keys(item?.binary ?? {})).toEqual(['mask']);
	expect(hints).toMatch(/no overlay: the file is larger than 8 MB/);
});
