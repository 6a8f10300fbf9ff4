import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import { startFotor, type Fotor } from '../../../harness/engine/fotor';
import { samplePhoto, samplePortrait } from '../../../sandbox';
import { MASK, PHOTO, PORTRAIT, PRODUCT, titleOf, TOOLS } from '../../nodes/tools.table';

/** Published prices in tokens, by node name (API reference, section 23). Other prices are unknown. */
const TOKENS: Record<string, number> = {
	fotorUpscaler: 1,
	fotorBackgroundRemover: 1,
	fotorSkinRetouch: 1,
	fotorTextToImage: 1,
	fotorImageToImage: 1,
	fotorColorize: 1,
	fotorRestoration: 1,
	fotorFaceSwap: 1,
};

let fotor: Fotor;
let photo: string;
let portrait: string;

beforeAll(async () => {
	fotor = await startFotor();
	photo = fotor.sandbox.publish('photo.jpg', samplePhoto().data);
	portrait = fotor.sandbox.publish('portrait.jpg', samplePortrait().data);
});
afterAll(async () => await fotor.close());
beforeEach(() => {
	fotor.sandbox.requests.splice(0);
	fotor.sandbox.submissions.splice(0);
});

/** Checks that nothing was charged or uploaded, no upload URL was requested, and the balance was read `reads` times. */
function expectOnlyBalance(reads = 1) {
	const paths = fotor.sandbox.requests
		.filter(({ path }) => path.startsWith('/v1/') || path.includes('upload'))
		.map(({ method, path }) => `${method} ${path}`);
	expect(paths).toEqual(Array.from({ length: reads }, () => 'GET /v1/credits'));
	expect(fotor.sandbox.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
	expect(fotor.sandbox.submissions).toEqual([]);
}

const run = async (
	node: string,
	parameters: INodeParameters,
	input: INodeExecutionData[] = [{ json: {} }],
	options: INodeParameters = {},
	more: object = {},
) =>
	await fotor.engine.run(
		`n8n-nodes-fotor.${node}`,
		{ ...parameters, options: { dryRun: true, ...options } },
		{ input, ...more },
	);

const png = async (width = 40, height = 30) =>
	await sharp({ create: { width, height, channels: 3, background: '#4080c0' } })
		.png()
		.toBuffer();

const fileItem = async (data: Buffer, name: string, type: string, field = 'data') => {
	const binary = (await fotor.engine.file(data, name, type)) ?? {};
	return { json: {}, binary: { [field]: binary.data as never } };
};

describe('a dry run', () => {
	test.each(TOOLS.map((row) => [titleOf(row), row] as const))(
		'of %s shows the request and the known price, and sends nothing',
		async (_title, { node, parameters, path, body }) => {
			const addresses = { [PHOTO]: photo, [MASK]: photo, [PORTRAIT]: portrait, [PRODUCT]: photo };
			const given = Object.entries(addresses).reduce(
				(text, [name, url]) => text.replaceAll(name, url),
				JSON.stringify(parameters),
			);
			const form = JSON.parse(given) as INodeParameters;
			const { items, error, infos } = await run(node, form, undefined, form.options as never);
			expect(error).toBeUndefined();
			expect(items).toHaveLength(1);
			const { json, pairedItem } = items[0] ?? {};
			expect(pairedItem).toEqual({ item: 0 });
			expect(json).toMatchObject({
				dryRun: true,
				valid: true,
				balance: fotor.sandbox.credits.remaining,
				request: { path },
			});
			const request = json?.request as { body: IDataObject };
			expect(Object.keys(request.body)).toEqual(Object.keys(body));
			const known = path.endsWith('/expand') ? 1 : TOKENS[node];
			if (node === 'fotorListingSet') expect(json?.estimatedTokens).toBe(8 * Number(body.num));
			else if (node === 'fotorHeadshot') expect(json?.estimatedTokens).toBeGreaterThan(0);
			else if (node !== 'fotor') expect(json?.estimatedTokens).toBe(known ?? null);
			expect(infos.join()).toMatch(/Dry run: nothing was sent or charged\. The item is valid\./);
			expectOnlyBalance();
		},
	);

	test('counts the price only once for items with the same key', async () => {
		const key = '={{ $json.key }}';
		const input = ['a', 'b', 'a'].map((text) => ({ json: { key: `dry ${text}` } }));
		const parameters = { prompt: 'a boat' };
		const { items, infos } = await run('fotorTextToImage', parameters, input, { taskKey: key });
		expect(items.map(({ json }) => json.estimatedTokens)).toEqual([1, 1, 0]);
		expect(items[2]?.json.message).toContain('Item 0 has the same key and would pay for the task.');
		expect(infos.join()).toContain('Estimated cost: 2 tokens.');
	});

	test('shows which of many items are invalid, whatever the cause', async () => {
		const broken = (await png()).subarray(0, 60);
		const input = [
			await fileItem(await png(), 'a.png', 'image/png'),
			{ json: { scale: 3 } },
			await fileItem(broken, 'b.png', 'image/png'),
			await fileItem(Buffer.from('<html>Sign in</html>'), 'c.png', 'image/png'),
			await fileItem(await png(), 'd.png', 'image/png'),
		];
		const scale = '={{ $json.scale ?? 2 }}';
		const { items, errors, error, infos } = await run('fotorUpscaler', { scale }, input);
		expect(error).toBeUndefined();
		expect(errors).toEqual([]);
		expect(items.map(({ json }) => json.valid)).toEqual([true, false, false, false, true]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(input.map((_, item) => ({ item })));
		expect(items.map(({ json }) => json.message)).toEqual([
			undefined,
			expect.stringMatching(/^No file in|^'Scale'/),
			expect.stringMatching(/is incomplete/),
			expect.stringMatching(/is an HTML page, not an image|is .*, not an image/),
			undefined,
		]);
		for (const { json } of items) expect(json).not.toHaveProperty('error');
		expect(items[2]?.json).toMatchObject({ estimatedTokens: 0, request: null });
		expect(items[2]?.json.message).not.toMatch(/Nothing was charged/);
		expect(infos.join()).toMatch(
			/2 of 5 items are valid\. Item 1: .*\. Estimated cost: 2 tokens\./,
		);
		expectOnlyBalance();
	});

	test('says that one item is valid, and why another one is not', async () => {
		const input = [await fileItem(await png(), 'a.png', 'image/png'), { json: {} }];
		const { infos } = await run('fotorUpscaler', {}, input);
		expect(infos.join()).toMatch(/1 of 2 items is valid\. Item 1: No file in 'data'/);
	});

	test('says why the only item is invalid', async () => {
		const { infos } = await run('fotorUpscaler', { scale: 3 });
		expect(infos.join()).toMatch(/The item is not valid: No file in 'data'.*\. The account has/);
	});

	test('after another dry run says that there is no image yet', async () => {
		const first = await run('fotorUpscaler', { imageSource: 'url', imageUrl: photo });
		const again = await run('fotorColorize', {}, first.items);
		expect(again.items[0]?.json.message).toMatch(/^The node before this one ran with 'Dry Run'/);
		const real = await run('fotorColorize', {}, first.items, { dryRun: false });
		expect(real.error?.message).toMatch(/^The node before this one ran with 'Dry Run'/);
	});

	test('shows readable text in place of each file', async () => {
		const { data, fileName, mimeType } = samplePhoto();
		const input = [await fileItem(data, fileName, mimeType)];
		const [signed] = (await run('fotorUpscaler', {}, input)).items;
		const body = (item: INodeExecutionData | undefined) =>
			(item?.json.request as { body: IDataObject }).body;
		expect(body(signed).userImageUrl).toMatch(
			/^<upload of landscape\.jpg, [\d.]+ kB, 960 × 640 px>$/,
		);
		const [inline] = (await run('fotorUpscaler', {}, input, { uploadMethod: 'base64' })).items;
		expect(body(inline).userImageUrl).toMatch(/^<base64 of landscape\.jpg, /);
		expectOnlyBalance(2);
	});

	test('returns one item per file', async () => {
		const a = await fileItem(await png(), 'a.png', 'image/png', 'a');
		const b = await fileItem((await png()).subarray(0, 60), 'b.png', 'image/png', 'b');
		const input = [{ json: {}, binary: { ...a.binary, ...b.binary } }];
		const { items } = await run('fotorUpscaler', { imageBinaryProperty: '*' }, input);
		expect(items.map(({ json }) => [json.inputField, json.valid])).toEqual([
			['a', true],
			['b', false],
		]);
		expectOnlyBalance();
	});

	test("adds up the cost of earlier items for 'Minimum Balance'", async () => {
		const { remaining } = fotor.sandbox.credits;
		const options = { minimumBalance: remaining - 20, concurrency: 2 };
		const images = { images: photo, count: 1 };
		const input = Array.from({ length: 4 }, () => ({ json: {} }));
		const { items } = await run('fotorListingSet', images, input, options);
		expect(items.map(({ json }) => json.valid)).toEqual([true, true, false, false]);
		expect(items[2]?.json.message).toMatch(/has \d+ tokens left.* needs 8, and 'Minimum Balance'/);
		expectOnlyBalance();
	});

	test("continues if the balance can't be read", async () => {
		fotor.sandbox.fail({ on: 'credits', status: 403, times: Infinity });
		const { items, hints, error } = await run('fotorUpscaler', {
			imageSource: 'url',
			imageUrl: photo,
		});
		fotor.sandbox.clearFaults();
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ valid: true, balance: null, estimatedTokens: 1 });
		expect(hints.join('\n')).toMatch(/the token balance can't be read.*Details: HTTP 403/);
	});

	test("reports whether a task with the item's key has already been paid for, without claiming the key", async () => {
		const form = { imageSource: 'url', imageUrl: photo };
		const options = { taskKey: 'order 7' };
		const before = await run('fotorUpscaler', form, undefined, options);
		expect(before.items[0]?.json).toMatchObject({ valid: true, estimatedTokens: 1 });
		expectOnlyBalance();
		const paid = await run('fotorUpscaler', form, undefined, { ...options, dryRun: false });
		expect(paid.error).toBeUndefined();
		expect(fotor.sandbox.submissions).toHaveLength(1);
		const after = await run('fotorUpscaler', form, undefined, options);
		const { taskId } = fotor.sandbox.submissions[0] ?? { taskId: '' };
		expect(after.items[0]?.json).toMatchObject({ valid: true, estimatedTokens: 0 });
		expect(after.items[0]?.json.message).toContain(`Task ${taskId} is already paid`);
	});

	test('of one item does not affect the others', async () => {
		const input = [{ json: { test: true } }, { json: { test: false } }];
		const form = { imageSource: 'url', imageUrl: photo };
		const { items } = await run('fotorUpscaler', form, input, { dryRun: '={{ $json.test }}' });
		expect(items.map(({ json }) => json.dryRun ?? json.status)).toEqual([true, 'completed']);
		expect(fotor.sandbox.submissions).toHaveLength(1);
	});

	test('of one item does not hide that another one fails', async () => {
		const input = [{ json: { test: true } }, { json: { test: false } }];
		const dryRun = '={{ $json.test }}';
		const { error } = await run('fotorUpscaler', {}, input, { dryRun });
		expect(error?.message).toMatch(/^No file in .*\[item 1\]/);
		expect(fotor.sandbox.submissions).toEqual([]);
	});

	test('can be stopped while it reads the balance', async () => {
		fotor.sandbox.fail({ on: 'credits', delayMs: 5_000, times: Infinity });
		const form = { imageSource: 'url', imageUrl: photo };
		const { run: execution } = await run(
			'fotorUpscaler',
			form,
			undefined,
			{},
			{ onStart: (cancel: () => void) => setTimeout(cancel, 300) },
		);
		fotor.sandbox.clearFaults();
		expect(execution.status).toBe('canceled');
		expect(fotor.sandbox.submissions).toEqual([]);
	});

	test("of Task → Submit gets the price from the path, and Task → Wait has no 'Dry Run' option", async () => {
		const submit = { resource: 'task', operation: 'submit' };
		const price = async (path: string, body: object) => {
			const form = { ...submit, path, body: JSON.stringify(body) };
			return (await run('fotor', form)).items[0]?.json.estimatedTokens;
		};
		expect(await price('/v1/aiart/retouchskin', { userImageUrl: photo })).toBe(1);
		expect(await price('/v1/aiart/ecommercelistingset', { num: 3 })).toBe(24);
		expect(await price('/v1/aiart/ecommercelistingset', {})).toBeNull();
		expect(await price('/v1/aiart/something', {})).toBeNull();
		expectOnlyBalance(4);
		const wrong = await run('fotor', { ...submit, path: 'retouchskin', body: '{}' });
		expect(wrong.items[0]?.json).toMatchObject({ valid: false, request: null });
		const unknown = { resource: 'task', operation: 'wait', taskId: 'none' };
		const wait = await run('fotor', unknown, undefined, { maxWaitTime: 1 });
		expect(wait.items[0]?.json.dryRun).toBeUndefined();
		expect(wait.error?.message).toBeTruthy();
	});

	test('tells the model the price when the node is used as a tool', async () => {
		const tool = fotor.engine.tool('n8n-nodes-fotor.fotorSkinRetouch', {
			imageSource: 'url',
			imageUrl: photo,
			options: { dryRun: true },
		});
		const reply = JSON.stringify(await tool({}));
		expect(reply).toMatch(/estimatedTokens/);
		expectOnlyBalance();
	});
});
