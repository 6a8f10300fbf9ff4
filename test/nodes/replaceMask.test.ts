import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import { startFotor, type Fotor } from '../../harness/engine/fotor';
import type { Fault } from '../../sandbox';
import { speedUp } from '../support/time';

const REPLACE = 'n8n-nodes-fotor.fotorAiReplace';
const [WIDTH, HEIGHT] = [40, 20];

let fotor: Fotor;
beforeAll(async () => {
	fotor = await startFotor();
});
afterAll(async () => await fotor.close());
beforeEach(() => {
	fotor.sandbox.reset();
	speedUp(10);
});
afterEach(() => jest.restoreAllMocks());

/** A cutout whose right half is opaque. */
async function cutout(width = WIDTH, height = HEIGHT): Promise<Buffer> {
	const create = { width, height, channels: 4 as const, background: '#0000' };
	const half = { create: { ...create, width: width / 2, background: '#f80' } };
	const input = await sharp(half).png().toBuffer();
	return await sharp({ create })
		.composite([{ input, gravity: 'east' }])
		.png()
		.toBuffer();
}

async function photo(): Promise<Buffer> {
	const create = { width: WIDTH, height: HEIGHT, channels: 3 as const, background: '#08f' };
	return await sharp({ create }).jpeg().toBuffer();
}

/** The columns marked in one row of the mask that the sandbox received, such as "0-20". */
async function maskedColumns(): Promise<string> {
	const address = String(fotor.sandbox.submissions[0]?.body.maskImageUrl);
	const mask = sharp(await fotor.sandbox.uploads.get(address)?.read());
	const { data, info } = await mask
		.toColourspace('b-w')
		.raw()
		.toBuffer({ resolveWithObject: true });
	expect([info.width, info.height]).toEqual([WIDTH, HEIGHT]);
	const row = [...data.subarray(5 * WIDTH, 6 * WIDTH)].map((value) => value > 0);
	return `${row.indexOf(true)}-${row.lastIndexOf(true) + 1}`;
}

async function item(files: Record<string, Buffer>): Promise<INodeExecutionData> {
	const binary: NonNullable<INodeExecutionData['binary']> = {};
	for (const [name, file] of Object.entries(files)) {
		const isPng = file[0] === 0x89;
		const stored = await fotor.engine.file(
			file,
			`${name}.${isPng ? 'png' : 'jpg'}`,
			isPng ? 'image/png' : 'image/jpeg',
		);
		if (stored?.data) binary[name] = stored.data;
	}
	return { json: {}, binary };
}

const replace = async (parameters: INodeParameters, files: Record<string, Buffer>) =>
	await fotor.engine.run(
		REPLACE,
		{ prompt: 'a beach', ...parameters },
		{ input: [await item(files)] },
	);

const TRANSPARENCY = { maskSource: 'transparency' };

describe('AI Replace with an area read from transparency', () => {
	it.each([
		['the background', {}, '0-20'],
		['the subject', { maskPart: 'opaque' }, '20-40'],
		['the background and a margin of the subject', { options: { grow: 3 } }, '0-23'],
	])("masks %s, based on the image's own transparency", async (_name, parameters, columns) => {
		const { items, error } = await replace(
			{ ...TRANSPARENCY, ...parameters },
			{ data: await cutout() },
		);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(await maskedColumns()).toBe(columns);
		// The image is sent unchanged, with its transparency.
		const address = String(fotor.sandbox.submissions[0]?.body.imageUrl);
		expect(await fotor.sandbox.uploads.get(address)?.read()).toEqual(await cutout());
	});

	it('reads the transparency of a different file in the item, or of a file that an expression returns', async () => {
		const files = { data: await photo(), cut: await cutout() };
		for (const maskBinaryProperty of ['cut', '={{ $input.item.binary.cut }}']) {
			fotor.sandbox.reset();
			const { error } = await replace({ ...TRANSPARENCY, maskBinaryProperty }, files);
			expect(error).toBeUndefined();
			expect(await maskedColumns()).toBe('0-20');
			const address = String(fotor.sandbox.submissions[0]?.body.imageUrl);
			expect(await fotor.sandbox.uploads.get(address)?.read()).toEqual(files.data);
		}
	});

	it("reads the transparency of an image at a URL, both as a regular node and as an agent's tool", async () => {
		const imageUrl = fotor.sandbox.publish('cutout.png', await cutout(), 'image/png');
		const parameters = { ...TRANSPARENCY, prompt: 'a beach', imageSource: 'url', imageUrl };
		expect((await replace(parameters, {})).error).toBeUndefined();
		expect(await maskedColumns()).toBe('0-20');
		fotor.sandbox.reset();
		await fotor.engine.tool(REPLACE, parameters)({});
		expect(await maskedColumns()).toBe('0-20');
	});

	it('reads the transparency of each file if an item has several', async () => {
		const files = { a: await cutout(), b: await cutout() };
		const { items, error } = await replace({ ...TRANSPARENCY, imageBinaryProperty: '*' }, files);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
	});

	const refused: Array<[string, INodeParameters, () => Promise<Record<string, Buffer>>, RegExp]> = [
		[
			'a JPEG',
			{},
			async () => ({ data: await photo() }),
			/isn't a PNG.*Nothing was charged.*Background Remover first/s,
		],
		[
			'a cutout of a different size',
			{ maskBinaryProperty: 'cut' },
			async () => ({ data: await photo(), cut: await cutout(20, 20) }),
			/The cutout in 'Cutout Input Binary Field' is 20 × 20 px, but the image in 'Input Binary Field' is 40 × 20 px.*Nothing was charged/s,
		],
		[
			'a field without a file',
			{ maskBinaryProperty: 'nothing' },
			async () => ({ data: await photo() }),
			/^No file in 'nothing'/,
		],
	];
	it.each(refused)('rejects %s before anything is sent', async (_name, parameters, files, text) => {
		const { error } = await replace({ ...TRANSPARENCY, ...parameters }, await files());
		expect(`${error?.message}. ${error?.description}`).toMatch(text);
		expect(fotor.sandbox.submissions).toEqual([]);
	});

	it("rejects an image URL that n8n can't read", async () => {
		const imageUrl = `${fotor.sandbox.url}/nothing.png`;
		const { error } = await replace({ ...TRANSPARENCY, imageSource: 'url', imageUrl }, {});
		expect(error?.message).toMatch(/n8n can't read the image in 'Image URL'/);
		expect(error?.description).toMatch(/Details: HTTP 404\.$/);
		expect(fotor.sandbox.submissions).toEqual([]);
	});

	it('makes the mask from the transparency of an image at a URL', async () => {
		const imageUrl = fotor.sandbox.publish('cutout.png', await cutout(), 'image/png');
		const { error } = await replace({ ...TRANSPARENCY, imageSource: 'url', imageUrl }, {});
		expect(error).toBeUndefined();
		expect(fotor.sandbox.submissions).toHaveLength(1);
	});

	it.each<[string, Partial<Fault>, RegExp]>([
		['the connection is lost', { truncate: true }, /the connection was lost\.$/],
		['the download takes too long', { slowBodyMs: 20_000 }, /it took longer than a minute\.$/],
		['there is no reply', { reset: 'before' }, /Details: the connection was lost.*\.$/],
	])('rejects an image URL if %s', async (_name, fault, text) => {
		const imageUrl = fotor.sandbox.publish('cutout.png', await cutout(), 'image/png');
		fotor.sandbox.fail({ on: 'download', times: Infinity, ...fault });
		speedUp(100);
		const { error } = await replace({ ...TRANSPARENCY, imageSource: 'url', imageUrl }, {});
		expect(error?.message).toMatch(/n8n can't read the image in 'Image URL'/);
		expect(error?.description).toMatch(text);
		expect(fotor.sandbox.submissions).toEqual([]);
	});
});

it('AI Replace masks the center of the image by default', async () => {
	const { error } = await replace({}, { data: await photo() });
	expect(error).toBeUndefined();
	expect(await maskedColumns()).toBe('10-30');
});

it("a shape added in n8n's form does not cover the first shape", async () => {
	const first = { x: 25, y: 25, width: 50, height: 50, shape: 'rectangle' };
	const { error } = await replace(
		{ maskRegions: { region: [first, {}] } },
		{ data: await photo() },
	);
	expect(error).toBeUndefined();
	const address = String(fotor.sandbox.submissions[0]?.body.maskImageUrl);
	const mask = await sharp(await fotor.sandbox.uploads.get(address)?.read()).stats();
	const white = (mask.channels[0]?.mean ?? 0) / 255;
	expect(white).toBeCloseTo(0.5 * 0.5 + 0.25 * 0.25, 5);
});

describe("AI Replace with a 'mask' file from Fotor Mask", () => {
	const files = async () => ({ data: await photo(), mask: await cutout() });

	it('refuses to replace the center while the form has only its default shape', async () => {
		const { error } = await replace({}, await files());
		expect(error?.message).toMatch(/^This item has a file 'mask', but 'Area to Replace' is/);
		expect(error?.description).toMatch(/set 'Area to Replace' to 'Binary File'/);
		expect(fotor.sandbox.requests).toEqual([]);
	});

	it.each([
		['another shape', [{ x: 0, y: 0, width: 50, height: 100 }], '0-20'],
		['the center preset', [{ preset: 'center' }], '10-30'],
	])('draws %s from the form instead of using the file', async (_title, region, columns) => {
		const { error } = await replace({ maskRegions: { region } as never }, await files());
		expect(error).toBeUndefined();
		expect(await maskedColumns()).toBe(columns);
	});
});
