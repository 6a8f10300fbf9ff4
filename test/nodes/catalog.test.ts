import type { INodeParameters } from 'n8n-workflow';

import { IMAGE_MODELS, VIDEO_MODELS } from '../../fotor/catalogue/generated';
import { startFotor, type Fotor } from '../../harness/engine/fotor';

describe('the catalog', () => {
	let fotor: Fotor;

	beforeAll(async () => {
		fotor = await startFotor();
	});
	afterAll(async () => await fotor.close());

	const list = async (parameters: INodeParameters) => {
		fotor.sandbox.requests.splice(0);
		const { items, error } = await fotor.engine.run('n8n-nodes-fotor.fotor', {
			resource: 'catalog',
			...parameters,
		});
		expect(error).toBeUndefined();
		expect(fotor.sandbox.requests).toEqual([]);
		expect(items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
		return items.map(({ json }) => json);
	};

	test('lists styles by tool and search text without a request', async () => {
		expect(
			await list({ operation: 'getStyles', styleTool: 'Text to Image', search: 'OIL p' }),
		).toEqual([
			{
				id: '2ffc5f83d4574cefa59638cda871c834',
				name: 'Oil Painting',
				tool: 'textToImage',
				preview: expect.stringMatching(/^https:/) as string,
				tokens: 1,
			},
		]);
		const tools = (await list({ operation: 'getStyles' })).map(({ tool }) => tool);
		expect([...new Set(tools)]).toEqual(['headshot', 'imageToImage', 'textToImage']);
	});

	test('lists models and their limits without a request', async () => {
		const low = await list({ operation: 'getModels', search: 'gpt-image-1-low' });
		expect(low).toEqual([
			{
				id: 'gpt-image-1-low',
				name: 'GPT Image 1 Low',
				kind: 'image',
				mode: null,
				promptOnly: true,
				maxReferenceImages: 4,
				aspectRatios: ['1:1', '2:3', '3:2'],
				resolutions: ['1k'],
				durations: [],
				tokens: null,
			},
		]);
		expect(await list({ operation: 'getModels', modelKind: 'image' })).toHaveLength(
			IMAGE_MODELS.length,
		);
		const starts = await list({ operation: 'getModels', modelKind: 'startend2video' });
		expect(starts).toHaveLength(VIDEO_MODELS.filter(({ ids }) => ids.startend2video).length);
		expect(starts[0]).toMatchObject({ kind: 'video', maxReferenceImages: 2, promptOnly: false });
	});
});
