import type { INodeExecutionData } from 'n8n-workflow';
import sharp from 'sharp';

import { samplePhoto } from '../../sandbox';
import { startFotor, type Fotor } from '../../harness/engine/fotor';

let fotor: Fotor;

beforeAll(async () => {
	fotor = await startFotor();
});
afterAll(async () => await fotor.close());

const region = (x: number, y: number, shape?: string) => ({ x, y, width: 20, height: 20, shape });

/** Samples the mask in the middle of each tenth of its diagonal. White is "#", and black is ".". */
const diagonal = async (address: unknown) => {
	const reply = await fetch(String(address));
	const image = sharp(Buffer.from(await reply.arrayBuffer())).greyscale();
	const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
	return Array.from({ length: 10 }, (_, tenth) => {
		const at = (tenth + 0.5) / 10;
		const index = Math.floor(at * info.height) * info.width + Math.floor(at * info.width);
		return data[index] ? '#' : '.';
	}).join('');
};

it('each item gets the mask regions from its JSON, given as text, a list, or a single region', async () => {
	const { data, fileName, mimeType } = samplePhoto();
	const photo = fotor.sandbox.publish(fileName, data, mimeType);
	const regions = [
		[region(0, 0), region(40, 40, 'ellipse'), region(80, 80, 'Rectangle')],
		JSON.stringify([region(20, 20)]),
		region(60, 60),
	];
	const input = regions.map((list) => ({ json: { photo, list } })) as INodeExecutionData[];
	const result = await fotor.engine.run(
		'n8n-nodes-fotor.fotorAiReplace',
		{
			imageSource: 'url',
			imageUrl: '={{ $json.photo }}',
			maskSource: 'regions',
			defineRegions: 'json',
			maskRegionsJson: '={{ $json.list }}',
			prompt: 'a tree',
			options: { concurrency: 1 },
		},
		{ input },
	);
	expect(result.error).toBeUndefined();
	const masks = fotor.sandbox.submissions.map(({ body }) => body.maskImageUrl);
	expect(await Promise.all(masks.map(diagonal))).toEqual([
		'##..##..##',
		'..##......',
		'......##..',
	]);
});
