import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import { sandboxCredential } from '../../harness/n8n/examples';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import { nodeOutput, type N8nRest } from '../../harness/n8n/rest';
import { fotorChain, type ChainNode } from '../../harness/n8n/workflows';
import { samplePhoto, sampleProduct, startSandbox, type Sandbox } from '../../sandbox';
import { signedInRest } from '../support/context';

/** One number per pixel: 1 where the mask is white, and 0 elsewhere. */
async function whiteOf(mask: Buffer): Promise<number[]> {
	const gray = await sharp(mask).toColourspace('b-w').extractChannel(0).raw().toBuffer();
	return [...gray].map((value) => (value > 127 ? 1 : 0));
}

/** One number per pixel: 1 where the cutout is more transparent than opaque, and 0 elsewhere. */
async function transparentOf(cutout: Buffer): Promise<number[]> {
	const alpha = await sharp(cutout).ensureAlpha().extractChannel('alpha').raw().toBuffer();
	return [...alpha].map((value) => (value < 128 ? 1 : 0));
}

describe('Masks that are not painted by hand', () => {
	const product = sampleProduct();
	let sandbox: Sandbox;
	let rest: N8nRest;
	let credentials: INode['credentials'];

	beforeAll(async () => {
		sandbox = await startSandbox({ taskDurationMs: 50 });
		rest = await signedInRest();
		const { id, name } = await rest.createCredential(sandboxCredential(sandbox));
		credentials = { fotorApi: { id, name } };
	});
	afterAll(async () => await sandbox?.close());
	beforeEach(() => sandbox.reset());

	const fotor = (name: string, tool: string, parameters: INodeParameters): ChainNode => {
		return { name, type: `${PACKAGE_NAME}.${tool}`, typeVersion: 1, parameters, credentials };
	};
	const download = ({ data, fileName, mimeType } = product): ChainNode => ({
		name: 'Download',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			url: sandbox.publish(fileName, data, mimeType),
			options: { response: { response: { responseFormat: 'file' } } },
		},
	});
	const run = async (...nodes: ChainNode[]) => {
		const { id } = await rest.createWorkflow(fotorChain(...nodes));
		const { status, data } = await rest.waitForExecution(await rest.runWorkflow(id, 'Start'));
		expect({ status, error: data.resultData.error?.message }).toEqual({ status: 'success' });
		return data;
	};
	const fileOf = async (item: INodeExecutionData | undefined, field = 'data') => {
		const { id, data = '' } = item?.binary?.[field] ?? {};
		return id ? await rest.downloadBinary(id) : Buffer.from(data, 'base64');
	};
	/** The mask and the image that the sandbox received. */
	const sent = async () => {
		const body = sandbox.submissions.at(-1)?.body ?? {};
		const read = async (address: unknown) =>
			(await sandbox.uploads.get(String(address))?.read()) ?? Buffer.alloc(0);
		return { mask: await read(body.maskImageUrl), image: await read(body.imageUrl) };
	};

	const replace = { imageBinaryProperty: 'data', prompt: 'a beach' };

	it.each([
		[
			'Background Remover → Fotor Mask → AI Replace with the file',
			[
				['Mask', 'fotorMask', { operation: 'fromTransparency' }],
				['Replace', 'fotorAiReplace', { ...replace, maskSource: 'binary' }],
			],
		],
		[
			'Background Remover → AI Replace',
			[['Replace', 'fotorAiReplace', { ...replace, maskSource: 'transparency' }]],
		],
		[
			'Background Remover → AI Replace of the original',
			[
				[
					'Replace',
					'fotorAiReplace',
					{
						...replace,
						imageBinaryProperty: "={{ $('Download').item.binary.data }}",
						maskSource: 'transparency',
						maskBinaryProperty: 'data',
					},
				],
			],
		],
	] as Array<[string, Array<[string, string, INodeParameters]>]>)(
		'%s: the mask matches the cutout pixel for pixel',
		async (name, chained) => {
			const nodes = chained.map(([...node]) => fotor(...node));
			const data = await run(download(), fotor('Cut', 'fotorBackgroundRemover', {}), ...nodes);
			const cutout = await fileOf(nodeOutput(data, 'Cut')[0]);
			const { mask, image } = await sent();
			const expected = await transparentOf(cutout);
			expect(expected.indexOf(1)).toBeGreaterThanOrEqual(0);
			expect(expected.indexOf(0)).toBeGreaterThanOrEqual(0);
			const white = await whiteOf(mask);
			expect(white).toHaveLength(expected.length);
			expect(white.filter((value, at) => value !== expected[at])).toHaveLength(0);
			expect(image.equals(name.includes('original') ? product.data : cutout)).toBe(true);
			const [made] = nodeOutput(data, 'Replace');
			expect(made?.json.status).toBe('completed');
			if (chained.length < 2) return;
			const [masked] = nodeOutput(data, 'Mask');
			expect((await fileOf(masked, 'mask')).equals(mask)).toBe(true);
			const covered = (100 * expected.filter(Boolean).length) / expected.length;
			expect(masked?.json.coverage).toBeCloseTo(covered, 1);
			expect(Object.keys(masked?.binary ?? {}).sort()).toEqual(['data', 'mask']);
		},
	);

	it('Fotor Mask → AI Replace with the file: the mask is the same as when AI Replace draws the shapes', async () => {
		const region = [
			{ preset: 'border', shape: 'ellipse' },
			{ x: 40, y: 40, width: 10, height: 10, shape: 'rectangle' },
		];
		const photo = samplePhoto();
		const data = await run(
			download(photo),
			fotor('Mask', 'fotorMask', { operation: 'draw', maskRegions: { region } }),
			fotor('File', 'fotorAiReplace', { ...replace, maskSource: 'binary' }),
		);
		const drawn = (await sent()).mask;
		expect((await fileOf(nodeOutput(data, 'Mask')[0], 'mask')).equals(drawn)).toBe(true);
		await run(
			download(photo),
			fotor('Shapes', 'fotorAiReplace', { ...replace, maskRegions: { region } }),
		);
		expect((await sent()).mask.equals(drawn)).toBe(true);
		const white = await whiteOf(drawn);
		const at = (x: number, y: number) => white[Math.round(640 * y) * 960 + Math.round(960 * x)];
		expect([at(0.01, 0.5), at(0.5, 0.5), at(0.45, 0.45), at(0.7, 0.5), at(0.99, 0.99)]).toEqual([
			1, 0, 1, 0, 1,
		]);
	});
});
