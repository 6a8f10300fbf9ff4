import type { INodeParameters } from 'n8n-workflow';

import { TEXT_TO_IMAGE_STYLES } from '../../fotor/catalogue/generated';
import { startFotor, type Fotor } from '../../harness/engine/fotor';
import { samplePhoto } from '../../sandbox';
import { speedUp } from '../support/time';

const OIL = TEXT_TO_IMAGE_STYLES.find(({ name }) => name === 'Oil Painting')?.id;

/** Values from a spreadsheet or a model, and what the node sends to Fotor for them. */
const ROWS: Array<[node: string, parameters: INodeParameters, sent: Record<string, unknown>]> = [
	['fotorTextToImage', { aspectRatio: 'Landscape (16:9)' }, { sizeId: '16:9' }],
	['fotorTextToImage', { aspectRatio: ' PORTRAIT (3:4) ' }, { sizeId: '3:4' }],
	['fotorTextToImage', { style: 'oil painting' }, { templateId: OIL }],
	['fotorTextToImage', { style: 'Painting · Oil' }, { templateId: OIL }],
	['fotorTextToImage', { style: 'a future style' }, { templateId: 'a future style' }],
	['fotorBackgroundRemover', { subject: 'person' }, { action: 'SegmentBody' }],
	['fotorBackgroundRemover', { subject: 'segmentbody' }, { action: 'SegmentBody' }],
	['fotorUpscaler', { scale: '4' }, { upscaling_resize: 4 }],
	['fotorUpscaler', { scale: '4× larger' }, { upscaling_resize: 4 }],
	['fotorRestoration', { upscale: 'Original Size' }, { upscale: 1 }],
	['fotorImageToImage', { format: 'PNG' }, { format: 'png' }],
	['fotorColorize', { options: { watermarked: 'false' } }, { watermarked: false }],
	[
		'fotorListingSet',
		{ country: 'Japan', language: 'german' },
		{ country: 'Japanese', language: 'de_DE' },
	],
	[
		'fotorListingSet',
		{ platform: 'Zalando', country: 'Swedish', language: '' },
		{ platform: 'Zalando', country: 'Swedish', language: '' },
	],
	['fotorListingSet', { imageType: 'A+ content' }, { image_type: 'aplus' }],
	[
		'fotorImageGenerator',
		{ model: 'gpt image 1 low', resolution: '1K', aspectRatio: '2:3' },
		{ width: 1024, height: 1536 },
	],
	[
		'fotorVideoGenerator',
		{ model: 'SEEDANCE 1.0 PRO', duration: '10 seconds', resolution: '720P' },
		{ duration: 10, resolution: '720p' },
	],
	[
		'fotorVideoGenerator',
		{ model: 'a future model', duration: '17', resolution: '8k', aspectRatio: '5:4' },
		{ duration: 17, resolution: '8k', aspect_ratio: '5:4' },
	],
];

describe('choices', () => {
	let fotor: Fotor;
	let photo: string;

	beforeAll(async () => {
		fotor = await startFotor();
		const { data, fileName, mimeType } = samplePhoto();
		photo = fotor.sandbox.publish(fileName, data, mimeType);
	});
	afterAll(async () => await fotor.close());
	beforeEach(() => {
		speedUp(10);
		fotor.sandbox.submissions.splice(0);
	});
	afterEach(() => jest.restoreAllMocks());

	test.each(ROWS)('%s sends the choice %j as %j', async (node, parameters, sent) => {
		const form = {
			prompt: 'a tree',
			imageSource: 'url',
			imageUrl: photo,
			// The listing set requires images in this field. In the image generator, they are optional.
			images: node === 'fotorListingSet' ? photo : '',
			waitForCompletion: false,
			...parameters,
		};
		// Enters each field as an expression, as a user does for values from a spreadsheet.
		const cells = Object.fromEntries(
			Object.entries(form).map(([name, value]) => [
				name,
				typeof value === 'object' || name === 'imageSource' ? value : `={{ $json["${name}"] }}`,
			]),
		);
		const { error } = await fotor.engine.run(`n8n-nodes-fotor.${node}`, cells, {
			input: [{ json: form as never }],
		});
		expect(error).toBeUndefined();
		expect(fotor.sandbox.submissions[0]?.body).toMatchObject(sent);
	});

	test('a choice that is not in the list has its own text field', async () => {
		const run = async (otherPlatform: string) =>
			await fotor.engine.run('n8n-nodes-fotor.fotorListingSet', {
				images: photo,
				platform: 'other',
				otherPlatform,
				waitForCompletion: false,
			});
		expect((await run('')).error?.message).toMatch(/'Other Platform' is empty/);
		expect((await run('Zalando')).error).toBeUndefined();
		expect(fotor.sandbox.submissions.map(({ body }) => body.platform)).toEqual(['Zalando']);
	});

	test('the resource and the operation are checked like any other choice', async () => {
		const run = async (parameters: INodeParameters) =>
			(await fotor.engine.run('n8n-nodes-fotor.fotor', parameters)).error;
		expect(await run({ resource: 'account', operation: 'Get Balance' })).toBeUndefined();
		const wrong = await run({ resource: 'account', operation: 'wait' });
		expect(wrong?.message).toMatch(/^'Operation' can't be wait/);
		expect(wrong?.description).toMatch(/one of: createTemporaryToken .*, getBalance .*\./);
		const custom = await run({ resource: '__CUSTOM_API_CALL__' });
		expect(custom?.description).toMatch(/HTTP Request node/);
	});
});
