import type { INodeExecutionData } from 'n8n-workflow';

import { retryData } from '../../../harness/engine/core';
import { startUpscaler, textsOf, type UpscalerSetup } from '../../../harness/engine/upscaler';
import { speedUp } from '../../support/time';

const CONTINUE = { onError: 'continueRegularOutput' as const };

let setup: UpscalerSetup;
beforeAll(async () => {
	setup = await startUpscaler();
});
afterAll(async () => {
	await setup.close();
});
beforeEach(() => {
	setup.sandbox.reset();
	speedUp(25);
});
afterEach(() => jest.restoreAllMocks());

it.each([
	['a circular object', 'circle'],
	['a BigInt', BigInt(7)],
])(
	"an expression whose value JSON can't represent (%s) does not affect the other items",
	async (_name, odd) => {
		const circle: Record<string, unknown> = {};
		circle.self = circle;
		const items = [odd === 'circle' ? circle : odd, 2].map((value, n) => ({
			json: { value, url: setup.pictureUrl(n) },
		})) as unknown as INodeExecutionData[];
		const result = await setup.upscale({
			items,
			options: { extraBodyFields: '={{ ({ value: $json.value }) }}' },
			node: CONTINUE,
		});
		expect(result.error).toBeUndefined();
		expect(result.items[1]?.json.status).toBe('completed');
	},
);

it('a file whose field name is invalid Unicode works like any other', async () => {
	const file = { data: setup.picture.toString('base64'), mimeType: 'image/png', fileName: 'x.png' };
	const result = await setup.upscale({
		items: [
			{ json: {}, binary: { 'a\ud800': file, b: file } },
			{ json: {}, binary: { b: file } },
		],
		parameters: { imageSource: 'binary', imageBinaryProperty: '*' },
		node: CONTINUE,
	});
	expect(result.error).toBeUndefined();
	expect(result.items.map(({ json }) => json.inputField)).toEqual(['a\ud800', 'b', 'b']);
	expect(textsOf(result)).toEqual([]);
});

it('a run with many hints shows the first ten and says how many more there are', async () => {
	const items = 13;
	const parameters = { waitForCompletion: false };
	const options = { concurrency: 1 };
	setup.sandbox.fail({ on: 'submit', after: items, times: 1, status: 400 });
	const first = await setup.upscale({ items: items + 1, parameters, options });
	const resume = retryData(first);
	const entry = resume.executionData?.nodeExecutionStack[0];
	if (!entry) throw new Error('nothing to retry');
	entry.node = { ...entry.node, parameters: { ...entry.node.parameters, scale: 4 } };
	const second = await setup.upscale({ resume, executionId: '2' });
	expect(second.hints).toHaveLength(11);
	expect(second.hints[9]).toMatch(/^Item 9 was submitted again/);
	expect(second.hints[10]).toMatch(/^… and 3 more/);
});

it('an item with many files is read quickly', async () => {
	const file = { data: setup.picture.toString('base64'), mimeType: 'image/png', fileName: 'x.png' };
	const binary = Object.fromEntries(
		Array.from({ length: 1_200 }, (_, n) => [`file_${n}`, { ...file, fileName: `${n}.png` }]),
	);
	const start = performance.now();
	const { items } = await setup.upscale({
		items: [{ json: {}, binary }],
		parameters: { imageSource: 'binary', imageBinaryProperty: '*' },
		options: { minimumBalance: 1_000_000_000 },
		node: CONTINUE,
	});
	expect(items).toHaveLength(1_200);
	expect(performance.now() - start).toBeLessThan(20_000);
});

it('a pattern with many asterisks is matched quickly', async () => {
	const file = { data: setup.picture.toString('base64'), mimeType: 'image/png', fileName: 'x.png' };
	const { error } = await setup.upscale({
		items: [{ json: {}, binary: { ['a'.repeat(40)]: file } }],
		parameters: { imageSource: 'binary', imageBinaryProperty: `${'*'.repeat(12)}b` },
	});
	expect(error?.message).toMatch(/^No image matches/);
});
