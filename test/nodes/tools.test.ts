import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import { sampleMask, samplePhoto, samplePortrait, sampleProduct, type Sample } from '../../sandbox';
import { allNodes, startFotor, type Fotor } from '../../harness/engine/fotor';
import { speedUp } from '../support/time';
import { MASK, PHOTO, PORTRAIT, PRODUCT, TOOLS, type ToolRow } from './tools.table';

interface ApiField {
	name: string;
	required: boolean | null;
	alwaysSent?: boolean;
}

const API = JSON.parse(
	readFileSync(join(__dirname, '../../docs/api/fotor-openapi.json'), 'utf8'),
) as { endpoints: Array<{ id: string; path: string | null; fields: ApiField[] }> };

const SAMPLES: Record<string, () => Sample> = {
	[PHOTO]: samplePhoto,
	[MASK]: sampleMask,
	[PORTRAIT]: samplePortrait,
	[PRODUCT]: sampleProduct,
};

describe('every tool', () => {
	let fotor: Fotor;
	let addresses: Array<[string, string]>;

	beforeAll(async () => {
		fotor = await startFotor();
		addresses = Object.entries(SAMPLES).map(([name, sample]) => {
			const { data, fileName, mimeType } = sample();
			return [name, fotor.sandbox.publish(fileName, data, mimeType)];
		});
	});
	afterAll(async () => await fotor.close());
	beforeEach(() => {
		fotor.sandbox.submissions.splice(0);
		speedUp(10);
	});
	afterEach(() => jest.restoreAllMocks());

	const withAddresses = (parameters: INodeParameters) =>
		JSON.parse(
			addresses.reduce(
				(text, [name, address]) => text.replaceAll(name, address),
				JSON.stringify(parameters),
			),
		) as INodeParameters;

	const withNames = (body: unknown) =>
		JSON.parse(
			addresses.reduce(
				(text, [name, address]) => text.replaceAll(address, name),
				JSON.stringify(body),
			),
		) as unknown;

	const title = ({ node, case: name }: ToolRow) => (name ? `${node} ${name}` : node);

	test.each(TOOLS.map((row) => [title(row), row] as const))(
		'%s sends the documented request and returns the result',
		async (_title, row) => {
			const parameters = withAddresses(row.parameters);
			const result = await fotor.engine.run(`n8n-nodes-fotor.${row.node}`, parameters);

			expect(result.error).toBeUndefined();
			expect(fotor.sandbox.submissions).toHaveLength(1);
			const [submission] = fotor.sandbox.submissions;
			expect(submission?.path).toBe(row.path);
			expect(withNames(submission?.body)).toEqual(row.body);

			expect(result.items).toHaveLength(row.items ?? 1);
			for (const item of result.items) {
				expect(item.pairedItem).toEqual({ item: 0 });
				expect(item.json).toMatchObject({
					taskId: submission?.taskId,
					status: 'completed',
					resultUrl: expect.stringMatching(/^http/) as string,
					tokensUsed: expect.any(Number) as number,
				});
				expect(item.json).not.toHaveProperty('error');
				expect(item.binary?.data?.mimeType).toBe(row.file);
			}
			if (row.file !== 'video/mp4') {
				const { width, height } = await sharp(await fotor.engine.read(result.items[0])).metadata();
				expect([width, height]).toEqual(row.size ?? [width, height]);
			}
		},
	);

	test.each(TOOLS.filter((row) => row.endpoint).map((row) => [title(row), row] as const))(
		'%s sends every field the API reference requires or the official clients always send',
		(_title, row) => {
			const endpoint = API.endpoints.find(({ id }) => id === row.endpoint);
			const path = endpoint?.path?.replace('/{model_id}', '') ?? 'no such endpoint';
			expect(row.path.startsWith(path)).toBe(true);
			const top = endpoint?.fields.filter(({ name }) => !/[[.]|model_id/.test(name)) ?? [];
			const needed = top.filter((field) => field.required || field.alwaysSent);
			expect(Object.keys(row.body)).toEqual(
				expect.arrayContaining(needed.map((field) => field.name)),
			);
			const known = top.map((field) => field.name);
			expect(Object.keys(row.body).filter((name) => !known.includes(name))).toEqual([]);
		},
	);

	test('the table lists every node that calls Fotor', async () => {
		// All nodes that call Fotor have a credential.
		const calling = (await allNodes()).filter(({ description }) => description.credentials);
		const nodes = calling.map((node) => node.description.name);
		const tested = TOOLS.map((row) => row.node);
		expect(nodes.filter((name) => !tested.includes(name) && !name.endsWith('Trigger'))).toEqual([]);
	});
});
