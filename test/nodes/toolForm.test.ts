import type { INode, INodeParameters, INodeProperties, INodeType } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { allNodes, startFotor, type Fotor } from '../../harness/engine/fotor';
import { samplePhoto } from '../../sandbox';
import { speedUp } from '../support/time';

/** The fields of a new node's form with their defaults, according to n8n's own rules. */
function shownForm({ description }: INodeType, tool: boolean, parameters: INodeParameters = {}) {
	const type = { ...description, name: `${description.name}${tool ? 'Tool' : ''}` };
	const node = { parameters, type: type.name, typeVersion: 1 } as INode;
	return NodeHelpers.getNodeParameters(type.properties, parameters, true, false, node, type) ?? {};
}

/** The text and number fields that a model may fill in, with their paths in the tool form. */
function filledFields(fields: INodeProperties[], prefix = ''): Array<[string, INodeProperties]> {
	return fields
		.filter(({ displayOptions }) => !displayOptions?.hide?.['@tool'])
		.filter(({ name }) => name !== 'toolDescription')
		.flatMap((field): Array<[string, INodeProperties]> => {
			const path = `${prefix}${field.name}`;
			const inner = (field.options ?? []).flatMap((option) =>
				'values' in option ? option.values : 'type' in option ? [option] : [],
			);
			const isFilled = ['string', 'number', 'json'].includes(field.type);
			return [
				...(isFilled ? [[path, field] as [string, INodeProperties]] : []),
				...filledFields(inner, `${path}.`),
			];
		});
}

describe("a tool's form", () => {
	let fotor: Fotor;
	let nodes: Map<string, INodeType>;
	let photo: string;

	beforeAll(async () => {
		fotor = await startFotor();
		nodes = new Map((await allNodes()).map((node) => [node.description.name, node]));
		const { data, fileName, mimeType } = samplePhoto();
		photo = fotor.sandbox.publish(fileName, data, mimeType);
	});
	afterAll(async () => await fotor.close());
	beforeEach(() => {
		speedUp(10);
		fotor.sandbox.submissions.splice(0);
	});
	afterEach(() => jest.restoreAllMocks());

	test('has fields for image URLs and none for files, in every node', () => {
		for (const node of nodes.values()) {
			// Fotor Mask tells AI agents that they can't use it.
			if (!node.description.usableAsTool || node.description.name === 'fotorMask') continue;
			const form = shownForm(node, true);
			const sources = Object.entries(form).filter(([name]) => name.endsWith('Source'));
			expect(sources.filter(([, value]) => value !== 'url')).toEqual([]);
			expect(Object.keys(form)).not.toContain('downloadResult');
			expect(Object.keys(form).filter((name) => name.endsWith('BinaryProperty'))).toEqual([]);
		}
	});

	test('tells a model what each text or number field accepts, with an example or limits', () => {
		const seen: string[] = [];
		for (const { description } of nodes.values()) {
			if (!description.usableAsTool || description.name === 'fotorMask') continue;
			for (const [path, field] of filledFields(description.properties)) {
				seen.push(path);
				const says = /for example: |one of: |\d/i.test(field.description ?? '');
				expect([description.name, path, field.description, says]).toContain(true);
			}
		}
		expect(seen).toEqual(
			expect.arrayContaining([
				'prompt',
				'imageUrl',
				'options.taskKey',
				'templates.count',
				'taskId',
			]),
		);
	});

	test('says in the description that images must be URLs, if the tool takes images', () => {
		const descriptionOf = (name: string) =>
			shownForm(nodes.get(name) as INodeType, true).toolDescription;
		expect(descriptionOf('fotorUpscaler')).toContain('public http(s) URLs');
		expect(descriptionOf('fotorTextToImage')).not.toContain('URLs.');
	});

	test('accepts a chat file through an expression, as the hint says', async () => {
		const { data, fileName, mimeType } = samplePhoto();
		const file = (await fotor.engine.file(data, fileName, mimeType))?.data;
		const call = fotor.engine.tool('n8n-nodes-fotor.fotorUpscaler', {
			imageSource: 'binary',
			imageBinaryProperty: `={{ (${JSON.stringify(file)}) }}`,
			waitForCompletion: false,
		});
		await call();
		const { body } = fotor.sandbox.submissions[0] ?? {};
		expect(body).toMatchObject({ userImageUrl: expect.stringMatching(/^http/) as string });
	});

	test('does not change the form of a regular node', () => {
		const form = shownForm(nodes.get('fotorUpscaler') as INodeType, false);
		expect(form).toMatchObject({
			imageSource: 'binary',
			imageBinaryProperty: 'data',
			scale: 2,
			downloadResult: true,
			outputBinaryProperty: 'data',
		});
	});

	test.each([
		['fotorUpscaler', { scale: '4' }, { upscaling_resize: 4 }],
		['fotorBackgroundRemover', { subject: 'Person' }, { action: 'SegmentBody' }],
		['fotorBackgroundRemover', { subject: '' }, { action: 'auto' }],
		[
			'fotorImageGenerator',
			{ model: 'GPT Image 1 Low', prompt: 'a tree' },
			{ width: 1024, height: 1024 },
		],
	])('%s accepts %j from a model', async (name, parameters, sent) => {
		const call = fotor.engine.tool(`n8n-nodes-fotor.${name}`, {
			imageUrl: photo,
			waitForCompletion: false,
			...parameters,
		} as INodeParameters);
		await call();
		expect(fotor.sandbox.submissions[0]?.body).toMatchObject(sent);
	});
});
