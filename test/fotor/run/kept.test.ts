import type { INodeExecutionData } from 'n8n-workflow';

import { startFotor, type Fotor } from '../../../harness/engine/fotor';
import { samplePhoto } from '../../../sandbox';
import { speedUp } from '../../support/time';

let fotor: Fotor;
let photo: string;
beforeAll(async () => {
	fotor = await startFotor();
	photo = fotor.sandbox.publish('photo.jpg', samplePhoto().data);
});
afterAll(async () => await fotor.close());
beforeEach(() => {
	speedUp(25);
	fotor.sandbox.options.taskDurationMs = 10;
	fotor.sandbox.submissions.splice(0);
});
afterEach(() => jest.restoreAllMocks());

type OnError = 'continueRegularOutput' | 'continueErrorOutput';
const run = async (
	input: INodeExecutionData[],
	{
		parameters = { imageSource: 'url', imageUrl: '={{ $json.photo }}' },
		options = {},
		onError,
	}: { parameters?: object; options?: object; onError?: OnError } = {},
) =>
	await fotor.engine.run(
		'n8n-nodes-fotor.fotorBackgroundRemover',
		{ ...parameters, options } as never,
		{ input, node: onError ? { onError } : {} },
	);
const keep = { includeOtherFields: true };

describe("'Include Other Input Fields'", () => {
	const item = () => ({
		json: { sku: 'A-1', price: { eur: 3 }, status: 'draft', error: 'an earlier message', photo },
	});

	it('keeps the input fields and puts them before the result fields', async () => {
		const { items } = await run([item()], { options: keep });
		expect(items[0]?.json).toMatchObject({ sku: 'A-1', price: { eur: 3 }, status: 'completed' });
		expect(items[0]?.json).not.toHaveProperty('error');
		expect(Object.keys(items[0]?.json ?? {}).slice(0, 2)).toEqual(['sku', 'price']);
	});

	it('is off by default', async () => {
		const { items } = await run([item()]);
		expect(items[0]?.json).not.toHaveProperty('sku');
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'keeps the input fields in a failed item, too (%s)',
		async (onError) => {
			const refused = { json: { sku: 'B-2', photo: 'no URL' } };
			const { items, errors } = await run([item(), refused], { options: keep, onError });
			const failed = [...items, ...errors].filter(({ json }) => json.error);
			expect(failed).toHaveLength(1);
			expect(failed[0]?.json).toMatchObject({
				sku: 'B-2',
				error: expect.stringContaining('not a web URL') as string,
			});
			expect(fotor.sandbox.submissions).toHaveLength(1);
		},
	);

	it('keeps the input fields in a submission and a dry run', async () => {
		const parameters = { imageSource: 'url', imageUrl: photo, waitForCompletion: false };
		const submitted = await run([item()], { parameters, options: keep });
		expect(submitted.items[0]?.json).toMatchObject({ sku: 'A-1', status: 'submitted' });
		const checked = await run([item()], { options: { ...keep, dryRun: true } });
		expect(checked.items[0]?.json).toMatchObject({ sku: 'A-1', dryRun: true, valid: true });
	});
});

describe('the name of a result', () => {
	const named = async (fileName: string) => {
		const { data, mimeType } = samplePhoto();
		return { json: {}, binary: await fotor.engine.file(data, fileName, mimeType) };
	};
	const nameOf = ({ items }: { items: INodeExecutionData[] }) => items[0]?.binary?.data?.fileName;

	it.each([
		['bottle.jpg', 'bottle-no-background.png'],
		['my.best photo.jpeg', 'my.best photo-no-background.png'],
		['Flasche grün.png', 'Flasche grün-no-background.png'],
		['no-extension', 'no-extension-no-background.png'],
	])('for the file %s is %s', async (fileName, expected) => {
		expect(nameOf(await run([await named(fileName)], { parameters: {} }))).toBe(expected);
	});

	it('is based on the name in the URL, or on the task ID if the URL has no name', async () => {
		expect(nameOf(await run([{ json: { photo } }]))).toBe('photo-no-background.png');
		const unnamed = fotor.sandbox.publish('photo', samplePhoto().data);
		const result = await run([{ json: { photo: unnamed } }]);
		expect(nameOf(result)).toBe(`no-background-${result.items[0]?.json.taskId as string}.png`);
	});

	it('differs for each item, even on systems that ignore case', async () => {
		const same = [await named('image.png'), await named('IMAGE.jpg'), await named('image.png')];
		const { items } = await run(same, { parameters: {} });
		expect(items.map(({ binary }) => binary?.data?.fileName)).toEqual([
			'image-no-background.png',
			'IMAGE-no-background_2.png',
			'image-no-background_3.png',
		]);
	});

	it('has no forbidden or cut-off characters, and its length is limited', async () => {
		expect(nameOf(await run([await named('a:b?<c>.png')], { parameters: {} }))).toBe(
			'a-b--c--no-background.png',
		);
		const long = `${'圖'.repeat(100)}.png`;
		const name = nameOf(await run([await named(long)], { parameters: {} })) ?? '';
		expect(name).toMatch(/^圖{50}-no-background\.png$/);
		const emoji = await named(`${'🖼'.repeat(60)}.png`);
		expect(() => encodeURIComponent(emoji.binary?.data?.fileName ?? '')).not.toThrow();
		const cut = nameOf(await run([emoji], { parameters: {} })) ?? '';
		expect(() => encodeURIComponent(cut)).not.toThrow();
	});

	it('is the one the user sets', async () => {
		const result = await run([{ json: { photo } }], { options: { fileName: 'own.png' } });
		expect(nameOf(result)).toBe('own.png');
	});

	it('for a face swap is based on the target image, not on the face', async () => {
		const face = (await named('face.jpg')).binary?.data;
		const target = (await named('party.jpg')).binary?.data;
		const { items } = await fotor.engine.run(
			'n8n-nodes-fotor.fotorFaceSwap',
			{ faceBinaryProperty: 'face', templateBinaryProperty: 'target' },
			{ input: [{ json: {}, binary: { face, target } as never }] },
		);
		expect(items[0]?.binary?.data?.fileName).toMatch(/^party-face-swap\./);
	});
});

describe('the hint for a run in which some items failed', () => {
	const input = (...urls: string[]) => urls.map((url) => ({ json: { photo: url } }));
	const hintOf = async (items: INodeExecutionData[]) =>
		(await run(items, { onError: 'continueRegularOutput' })).hints;

	it('says how many items worked and why one failed', async () => {
		expect(await hintOf(input(photo, 'nothing', photo))).toEqual([
			"2 of 3 items worked. Item 1: 'Image URL' is not a web URL: nothing.",
		]);
	});

	it('names only the first three of many failed items', async () => {
		const hints = await hintOf(input('a', 'b', photo, 'c', 'd', 'e'));
		expect(hints).toHaveLength(1);
		expect(hints[0]).toMatch(
			/^1 of 6 items worked\. Item 0: .* Item 1: .* Item 3: .*\. … and 2 more\.$/,
		);
	});

	it('counts files instead of items if an item has several', async () => {
		const { data, mimeType } = samplePhoto();
		const good = (await fotor.engine.file(data, 'a.png', mimeType))?.data;
		const bad = (await fotor.engine.file(Buffer.from('no image'), 'b.png', 'image/png'))?.data;
		const item = { json: {}, binary: { good, bad } as never };
		const { hints } = await run([item, item], {
			parameters: { imageBinaryProperty: 'good, bad' },
			onError: 'continueRegularOutput',
		});
		expect(hints.join()).toMatch(/^2 of 4 files worked\. Item 0, file bad: .* Item 1, file bad: /);
	});

	it('says so if no item worked', async () => {
		expect(await hintOf(input('a', 'b'))).toEqual([expect.stringMatching(/^None of the 2 items/)]);
	});

	it('does not appear if all items worked, or for a single item', async () => {
		expect(await hintOf(input(photo, photo))).toEqual([]);
		expect(await hintOf(input('a'))).toEqual([]);
	});
});
