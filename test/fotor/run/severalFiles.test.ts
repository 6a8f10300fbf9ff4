import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import { startFotor, type Fotor } from '../../../harness/engine/fotor';
import { retryData, type RunOptions, type NodeSettings } from '../../../harness/engine/core';
import { speedUp } from '../../support/time';

let fotor: Fotor;
let hasCombinedMode: boolean;

beforeAll(async () => {
	fotor = await startFotor({ binaryMode: 'filesystem' });
	hasCombinedMode = 'BINARY_MODE_COMBINED' in fotor.engine.workflow;
});
afterAll(async () => await fotor.close());
beforeEach(() => {
	speedUp(25);
	fotor.sandbox.reset();
});
afterEach(() => jest.restoreAllMocks());

/** An image that tests identify by its width. */
const png = async (width: number) =>
	await sharp({ create: { width, height: 40, channels: 3, background: '#4080c0' } })
		.png()
		.toBuffer();

/** An item with files. Each field has a file name, a type and an image width. */
const item = async (
	files: Record<string, [string, string?, number?]>,
): Promise<INodeExecutionData> => {
	const binary: NonNullable<INodeExecutionData['binary']> = {};
	for (const [field, [fileName, type = 'image/png', width = 50]] of Object.entries(files)) {
		const stored = await fotor.engine.file(await png(width), fileName, type);
		if (stored?.data) binary[field] = { ...stored.data, mimeType: type, fileName };
	}
	return { json: {}, binary };
};
const photos = async (count = 3) =>
	await item(
		Object.fromEntries(
			Array.from({ length: count }, (_, n) => [
				`Photos_${n}`,
				[`photo${n}.png`, 'image/png', 50 + n] as [string, string, number],
			]),
		),
	);

const run = async (
	imageBinaryProperty: unknown,
	input: INodeExecutionData[],
	{
		options = {},
		parameters = {},
		node,
		...rest
	}: {
		options?: INodeParameters;
		parameters?: INodeParameters;
		node?: NodeSettings;
	} & RunOptions = {},
) =>
	await fotor.engine.run(
		'n8n-nodes-fotor.fotorSkinRetouch',
		{ imageBinaryProperty, ...parameters, options } as INodeParameters,
		{ input, node: { waitBetweenTries: 1, ...node }, ...rest },
	);
const fieldsOf = (items: INodeExecutionData[]) => items.map(({ json }) => json.inputField);
const namesOf = (items: INodeExecutionData[]) =>
	// The sandbox's tools return JPEG files, so each name ends in .jpg.
	items.map(({ binary }) => binary?.data?.fileName?.replace(/\.jpg$/, ''));
const paid = () => fotor.sandbox.submissions.length;

describe('several files in one item', () => {
	it.each([
		['a list', 'Photos_0, Photos_1,Photos_2', ['Photos_0', 'Photos_1', 'Photos_2']],
		[
			'a list in another order with one field repeated',
			'Photos_2\nPhotos_0, Photos_2',
			['Photos_2', 'Photos_0'],
		],
		['a pattern', 'Photos_*', ['Photos_0', 'Photos_1', 'Photos_2']],
		['an asterisk', ' * ', ['Photos_0', 'Photos_1', 'Photos_2']],
		['a name and an asterisk', 'Photos_1, *', ['Photos_1', 'Photos_0', 'Photos_2']],
		['a list from an expression', "={{ ['Photos_1', 'Photos_0'] }}", ['Photos_1', 'Photos_0']],
	])(
		'selected by %s get one task each, with results ordered, paired and named to match the files',
		async (_name, field, expected) => {
			const { items, error } = await run(field, [await photos(1), await photos()].slice(1));
			expect(error).toBeUndefined();
			expect(fieldsOf(items)).toEqual(expected);
			expect(namesOf(items)).toEqual(expected.map((name) => `photo${name.slice(-1)}-skin-retouch`));
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(expected.map(() => ({ item: 0 })));
			for (const [index, name] of expected.entries()) {
				const { width } = await sharp(await fotor.engine.read(items[index])).metadata();
				expect(width).toBe(50 + Number(name.slice(-1)));
			}
			expect(paid()).toBe(expected.length);
		},
	);

	it('return results that are paired with that item', async () => {
		const { items } = await run('*', [await photos(2), await photos(3)]);
		expect(items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
			0, 0, 1, 1, 1,
		]);
	});

	it('a pattern selects only images, judging by type or file extension', async () => {
		const files = await item({
			invoice: ['invoice.pdf', 'application/pdf'],
			front: ['front.png'],
			back: ['back.JPG', 'application/octet-stream'],
			notes: ['notes.bin', 'application/octet-stream'],
		});
		const { items } = await run('*', [files]);
		expect(fieldsOf(items)).toEqual(['front', 'back']);
		expect(paid()).toBe(2);
	});

	it('with the same name are told apart by their fields, and a custom name is numbered', async () => {
		const same = await item({ a: ['image.png'], b: ['image.png'], c: ['other.png'] });
		expect(namesOf((await run('*', [same])).items)).toEqual([
			'image-a-skin-retouch',
			'image-b-skin-retouch',
			'other-skin-retouch',
		]);
		const { items } = await run('*', [same], { options: { fileName: 'result.png' } });
		expect(namesOf(items)).toEqual(['result-1.png', 'result-2.png', 'result-3.png']);
	});

	it('are identified by their fields when their tasks are not awaited', async () => {
		const { items } = await run('*', [await photos(2)], {
			parameters: { waitForCompletion: false },
		});
		expect(items.map(({ json }) => [json.status, json.inputField])).toEqual([
			['submitted', 'Photos_0'],
			['submitted', 'Photos_1'],
		]);
	});

	it('a field whose name contains a comma or an asterisk still counts as one file', async () => {
		for (const name of ['front, left', 'a*']) {
			const { items, error } = await run(name, [await item({ [name]: ['x.png'] })]);
			expect(error).toBeUndefined();
			expect(fieldsOf(items)).toEqual([undefined]);
		}
	});

	it('are also found in combined binary mode', async () => {
		if (!hasCombinedMode) return;
		for (const field of ['*', '_files.Photos_*', 'Photos_0, _files.Photos_1']) {
			const settings = { binaryMode: 'combined' } as never;
			const { items, error } = await run(field, [await photos(2)], { settings });
			expect(error).toBeUndefined();
			expect(fieldsOf(items)).toEqual(['Photos_0', 'Photos_1']);
		}
	});
});

describe('one failing file among several', () => {
	it('returns one failed item whose message names the item and the file', async () => {
		const files = [await photos(1), await photos(2)];
		const { items } = await run('Photos_0, Photos_1', files, {
			node: { onError: 'continueRegularOutput' },
		});
		const failed = items.filter(({ json }) => json.error);
		expect(items).toHaveLength(4);
		expect(failed).toHaveLength(1);
		expect(failed[0]?.json.error).toMatch(
			/^No file in 'Photos_1'\. This item has: Photos_0 \[item 0, file Photos_1\]/,
		);
		expect(paid()).toBe(3);
	});

	it('stops the run before anything is paid for if the file is missing', async () => {
		const { error } = await run('Photos_0, Photos_7', [await photos()]);
		expect(error?.message).toMatch(/'Photos_7'.*\[file Photos_7\]/);
		expect(paid()).toBe(0);
	});

	it.each([
		['no file at all', async () => await Promise.resolve({ json: {} }), /This item has no files$/],
		[
			'no image',
			async () => await item({ doc: ['a.pdf', 'application/pdf'] }),
			/This item has: doc$/,
		],
	])('an item with %s is rejected with advice', async (_name, make, files) => {
		const { error } = await run('*', [await make()]);
		expect(error?.message).toMatch(/^No image matches '\*'/);
		expect(error?.message).toMatch(files);
		expect(error?.description).toMatch(/'Input Binary Field'|from a URL/);
		expect(paid()).toBe(0);
	});

	it('is retried alone, without paying for the others again', async () => {
		fotor.sandbox.fail({ on: 'submit', after: 1, times: 1, status: 400 });
		const files = [await photos()];
		const first = await run('*', files, { options: { concurrency: 1 } });
		expect(first.error?.message).toMatch(/ \[file Photos_1\]$/);
		const second = await run('*', files, { resume: retryData(first) });
		expect(second.error).toBeUndefined();
		expect(fieldsOf(second.items)).toEqual(['Photos_0', 'Photos_1', 'Photos_2']);
		expect(paid()).toBe(3);
	});

	it('is named if its outcome is unclear, and a retry sends every unpaid file except this one', async () => {
		fotor.sandbox.fail({ on: 'submit', after: 1, times: 1, status: 500 });
		const files = [await photos()];
		const first = await run('*', files, { options: { concurrency: 1 } });
		expect(first.error?.message).toMatch(/ \[file Photos_1\]$/);
		const second = await run('*', files, { resume: retryData(first) });
		expect(second.error?.message).toMatch(/no clear reply.*\[file Photos_1\]$/);
		expect(paid()).toBe(2);
	});
});

it('one face is swapped into several images', async () => {
	const files = await item({ data: ['face.png'], a: ['a.png'], b: ['b.png'] });
	const { items, error } = await fotor.engine.run(
		'n8n-nodes-fotor.fotorFaceSwap',
		{ templateBinaryProperty: 'a, b' },
		{ input: [files] },
	);
	expect(error).toBeUndefined();
	expect(namesOf(items)).toEqual(['a-face-swap', 'b-face-swap']);
	const faces = fotor.sandbox.submissions.map(({ body }) => body.userImageUrl);
	expect(new Set(faces).size).toBe(1);
});
