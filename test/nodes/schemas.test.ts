import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { startFotor, type Fotor } from '../../harness/engine/fotor';
import { samplePhoto } from '../../sandbox';
import { schemas, storedSchema } from '../../scripts/generate-schemas';
import { speedUp } from '../support/time';
import { TOOLS } from './tools.table';

interface Property {
	type: string | string[];
	items?: Property;
	properties?: Record<string, Property>;
}
interface Schema {
	properties: Record<string, Property>;
	required: string[];
}
type Items = INodeExecutionData[];

const typeOf = (value: unknown) =>
	value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** Checks that every output field is declared, every declared field appears, and all types match. */
function expectFits(items: Items, path: string) {
	const { properties, required } = JSON.parse(storedSchema(path)) as Schema;
	expect(items.length).toBeGreaterThan(0);
	for (const { json } of items) {
		expect(Object.keys(json)).toEqual(expect.arrayContaining(required));
		for (const [name, value] of Object.entries(json)) {
			expect([path, name, properties[name]]).not.toContain(undefined);
			expect([properties[name]?.type].flat()).toContain(typeOf(value));
			const { items: inner } = properties[name] as Property;
			for (const entry of Array.isArray(value) ? (value as unknown[]) : []) {
				expect([inner?.type].flat()).toContain(typeOf(entry));
				const keys = typeOf(entry) === 'object' ? Object.keys(entry as object).sort() : [];
				expect(Object.keys(inner?.properties ?? {}).sort()).toEqual(keys);
			}
		}
	}
	// The schema must not declare an optional field that never appears.
	const seen = new Set(items.flatMap(({ json }) => Object.keys(json)));
	expect(Object.keys(properties).filter((name) => !seen.has(name))).toEqual([]);
}

describe('output schemas', () => {
	let fotor: Fotor;
	let photo: string;

	beforeAll(async () => {
		fotor = await startFotor();
		const { data, fileName, mimeType } = samplePhoto();
		photo = fotor.sandbox.publish(fileName, data, mimeType);
	});
	afterAll(async () => await fotor.close());
	beforeEach(() => {
		fotor.sandbox.reset();
		speedUp(10);
	});
	afterEach(() => jest.restoreAllMocks());

	const run = async (
		node: string,
		parameters: INodeParameters,
		input?: INodeExecutionData[],
	): Promise<Items> => {
		const options = input ? { input } : {};
		const type = `n8n-nodes-fotor.${node}`;
		const { items, error } = await fotor.engine.run(type, parameters, options);
		expect(error).toBeUndefined();
		return items;
	};
	/** Sets faults and parameters that add the fields `raw`, `notice` and `failedScenes`. @returns the parameters */
	const withMore = (parameters: INodeParameters): INodeParameters => {
		fotor.sandbox.fail({ on: 'download', status: 404, times: Infinity });
		fotor.sandbox.options.failingScenes = [1];
		const options = { ...(parameters.options as INodeParameters), includeRawResponse: true };
		return { ...parameters, downloadResult: true, options };
	};
	/** Runs one task per file, which adds `inputField` to the output. */
	const perFile = async (node: string, parameters: INodeParameters): Promise<Items> => {
		const image = node === 'fotorFaceSwap' ? 'template' : 'image';
		if (!(`${image}Source` in parameters)) return [];
		const { data, fileName, mimeType } = samplePhoto();
		const binary = await fotor.engine.file(data, fileName, mimeType);
		const files = { [`${image}Source`]: 'binary', [`${image}BinaryProperty`]: '*' };
		return await run(node, { ...parameters, ...files }, [{ json: {}, binary }]);
	};

	test('the schema files match scripts/generate-schemas.ts', () => {
		for (const [path, text] of schemas()) expect(storedSchema(path)).toBe(text);
	});

	const tools = [...new Set(TOOLS.map(({ node }) => node))].filter((node) => node !== 'fotor');
	test.each(tools)('the output of %s matches its schema', async (node) => {
		const rows = TOOLS.filter((row) => row.node === node);
		const row = rows.find(({ parameters }) => 'imageSource' in parameters) ?? rows[0];
		const text = JSON.stringify(row?.parameters).replace(/<\w+>/g, photo);
		const name = node.replace(/^./, (letter) => letter.toUpperCase());
		const parameters = { ...(JSON.parse(text) as INodeParameters), downloadResult: false };
		const items = [
			...(await run(node, parameters)),
			...(await perFile(node, parameters)),
			...(await run(node, withMore(parameters))),
		];
		expectFits(items, `${name}/__schema__/v1.0.0/run.json`);
	});

	test('the output of each Fotor operation matches its schema', async () => {
		const tasks = ['fotorSkinRetouch', 'fotorHeadshot', 'fotorListingSet']
			.flatMap((node) => TOOLS.find((row) => row.node === node) ?? [])
			.map(({ path, body }) => ({ path, body: JSON.stringify(body).replace(/<\w+>/g, photo) }));
		const paths = [...schemas().keys()].filter((path) => path.startsWith('Fotor/'));
		for (const schema of paths) {
			fotor.sandbox.reset();
			const [resource = '', operation = ''] = schema
				.slice('Fotor/__schema__/v1.0.0/'.length, -5)
				.split('/');
			const items: Items = [];
			for (const task of resource === 'task' ? tasks : tasks.slice(0, 1)) {
				const parameters = withMore({ resource, operation, ...task });
				const submit = { ...parameters, resource: 'task', operation: 'submit' };
				const [submitted] = await run('fotor', submit);
				const taskId = submitted?.json.taskId as string;
				items.push(...(await run('fotor', { ...parameters, taskId })));
			}
			expectFits(items, schema);
		}
	});
});
