import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { startFotor, type Fotor } from '../../harness/engine/fotor';
import { samplePhoto } from '../../sandbox';
import { schemas, storedSchema } from '../../scripts/generate-schemas';
import { speedUp } from '../support/time';
import { TOOLS } from './tools.table';

interface Schema {
	properties: Record<string, { type: string | string[]; items?: { type: string } }>;
	required: string[];
}
type Items = INodeExecutionData[];

const typeOf = (value: unknown) =>
	value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** Checks both ways: every field is declared, none is missing, and all types match. */
function expectFits(items: Items, path: string) {
	const { properties, required } = JSON.parse(storedSchema(path)) as Schema;
	expect(items.length).toBeGreaterThan(0);
	for (const { json } of items) {
		expect(Object.keys(json)).toEqual(expect.arrayContaining(required));
		for (const [name, value] of Object.entries(json)) {
			expect([path, name, properties[name]]).not.toContain(undefined);
			expect([properties[name]?.type].flat()).toContain(typeOf(value));
			const inner = Array.isArray(value) ? value.map(typeOf) : [];
			expect(inner.filter((type) => type !== properties[name]?.items?.type)).toEqual([]);
		}
	}
	// An optional field that never appears would be a broken promise.
	const seen = new Set(items.flatMap(({ json }) => Object.keys(json)));
	expect(Object.keys(properties).filter((name) => !seen.has(name))).toEqual([]);
}

describe('the output schema', () => {
	let fotor: Fotor;
	let photo: string;

	beforeAll(async () => {
		fotor = await startFotor();
		const { data, fileName, mimeType } = samplePhoto();
		photo = fotor.sandbox.publish(fileName, data, mimeType);
	});
	afterAll(async () => await fotor.close());
	beforeEach(() => void speedUp(10));
	afterEach(() => jest.restoreAllMocks());

	const run = async (node: string, parameters: INodeParameters) => {
		const { items, error } = await fotor.engine.run(`n8n-nodes-fotor.${node}`, parameters);
		expect(error).toBeUndefined();
		return items;
	};

	test('files match scripts/generate-schemas.ts', () => {
		for (const [path, text] of schemas()) expect(storedSchema(path)).toBe(text);
	});

	const tools = TOOLS.filter(
		({ node }, index) => node !== 'fotor' && TOOLS.findIndex((row) => row.node === node) === index,
	);
	test.each(tools.map((row) => [row.node, row] as const))(
		'of %s matches its output',
		async (node, row) => {
			const text = JSON.stringify(row.parameters).replace(/<\w+>/g, photo);
			const name = node.replace(/^./, (letter) => letter.toUpperCase());
			const parameters = { ...(JSON.parse(text) as INodeParameters), downloadResult: false };
			expectFits(await run(node, parameters), `${name}/__schema__/v1.0.0/run.json`);
		},
	);

	test('of each operation of Fotor matches its output', async () => {
		const [submitted] = await run('fotor', {
			resource: 'task',
			operation: 'submit',
			path: '/v1/aiart/retouchskin',
			body: JSON.stringify({ userImageUrl: photo }),
		});
		const taskId = submitted?.json.taskId as string;
		const paths = [...schemas().keys()].filter((path) => path.startsWith('Fotor/'));
		for (const path of paths) {
			const [resource = '', operation = ''] = path
				.slice('Fotor/__schema__/v1.0.0/'.length, -5)
				.split('/');
			const body = JSON.stringify({ userImageUrl: photo });
			const more = { taskId, path: '/v1/aiart/retouchskin', body, downloadResult: false };
			expectFits(await run('fotor', { resource, operation, ...more }), path);
		}
	}, 60_000);
});
