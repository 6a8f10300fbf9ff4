import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
} from 'n8n-workflow';
import sharp from 'sharp';

import { submittedItem, taskItems } from '../../fotor/result/items';
import { readTask } from '../../fotor/task/details';
import { samplePhoto } from '../../sandbox';
import { EXAMPLES, PHOTO } from '../../scripts/docs/examples';
import { GENERAL_UNKNOWNS, KNOWLEDGE } from '../../scripts/docs/knowledge';
import { loadNodes } from '../../scripts/docs/loadNodes';
import { EXTRA_FIELDS, TASK_FIELDS } from '../../scripts/docs/outputs';
import { fromHtml, shortList } from '../../scripts/docs/markdown';
import { knowledgeOf, nodePage } from '../../scripts/docs/page';
import { priceOf } from '../../scripts/docs/prices';
import { allFields } from '../../scripts/docs/tables';
import { keptPages, outOfDate, pages, writePages } from '../../scripts/generate-docs';
import { startFotor, type Fotor } from '../../harness/engine/fotor';

const API = readFileSync(join(__dirname, '../../docs/api/fotor-openapi.md'), 'utf8');

describe('the pages of the nodes', () => {
	let nodes: INodeType[];
	let wanted: Map<string, string>;
	beforeAll(async () => {
		nodes = await loadNodes();
		wanted = await pages();
	});
	const page = (node: INodeType) => wanted.get(`${node.description.name}.md`) ?? '';
	const names = () => nodes.map((node) => node.description.name);

	test('are up to date (otherwise run "npm run docs")', () => {
		expect(outOfDate(wanted, keptPages())).toEqual([]);
	});

	test('there is one for each node, and the overview links to each', () => {
		const overview = wanted.get('README.md') ?? '';
		for (const name of names()) {
			expect(wanted.has(`${name}.md`)).toBe(true);
			expect(overview).toContain(`](${name}.md)`);
		}
	});

	test('name every field of the form, those inside collections too', () => {
		for (const node of nodes) {
			const fields = allFields(node.description.properties);
			// A resource mapper has no name on the form: it stands for a text that n8n's server gives.
			const named = fields.filter(({ type }) => !['hidden', 'resourceMapper'].includes(type));
			for (const field of named) {
				const label =
					field.type === 'notice' ? fromHtml(field.displayName) : `**${field.displayName}**`;
				expect(page(node)).toContain(label);
			}
		}
	});

	test('name every value that can be chosen', () => {
		for (const node of nodes) {
			const choices = allFields(node.description.properties).filter(
				({ type }) => type === 'options',
			);
			for (const field of choices) {
				const names = (field.options ?? []).map(({ name }) => name);
				const told = names.every((name) => page(node).includes(name));
				expect(told || page(node).includes(shortList(names))).toBe(true);
			}
		}
	});

	test('have no broken table: every row has the columns of its head', () => {
		for (const [name, text] of wanted) {
			for (const block of text.split(/\n\n+/).filter((part) => part.startsWith('| '))) {
				const columns = block.split('\n').map((row) => row.split(/(?<!\\)\|/).length);
				expect({ name, columns: new Set(columns).size }).toEqual({ name, columns: 1 });
			}
		}
	});

	test('link to places that there are', () => {
		const anchor = (heading: string) =>
			heading
				.toLowerCase()
				.replace(/[^\w -]/g, '')
				.replaceAll(' ', '-');
		for (const text of wanted.values()) {
			const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchor(heading));
			for (const [, target] of text.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(target);
			for (const [, file = ''] of text.matchAll(/\]\((\w+\.md)/g)) {
				expect([...wanted.keys()]).toContain(file);
			}
		}
	});

	test('a fresh folder gets all pages, an old page goes, a second run changes nothing', () => {
		const folder = mkdtempSync(join(tmpdir(), 'docs-'));
		writeFileSync(join(folder, 'fotorGone.md'), 'a node that was removed');
		expect(writePages(wanted, folder)).toEqual([...wanted.keys(), 'fotorGone.md'].sort());
		expect(keptPages(folder)).toEqual(wanted);
		expect(writePages(wanted, folder)).toEqual([]);
	});

	test('a changed, a missing and a left-over page are out of date', () => {
		const kept = new Map([
			['a.md', 'old'],
			['gone.md', ''],
		]);
		const should = new Map([
			['a.md', 'new'],
			['b.md', ''],
		]);
		expect(outOfDate(should, kept)).toEqual(['a.md', 'b.md', 'gone.md']);
	});
});

describe('what the pages say beyond the form', () => {
	let nodes: INodeType[];
	beforeAll(async () => {
		nodes = await loadNodes();
	});
	const known = () => nodes.map((node) => [node, knowledgeOf(node.description.name)] as const);

	test('there are no entries for nodes that do not exist, and none is missing', () => {
		const names = nodes.map((node) => node.description.name);
		const entries = [...Object.keys(KNOWLEDGE), ...Object.keys(EXAMPLES)];
		expect(new Set(entries)).toEqual(new Set(names));
	});

	test('a node that nobody wrote about has no page', async () => {
		const [node] = nodes;
		const fresh = { ...node, description: { ...node?.description, name: 'fotorFresh' } };
		await expect(nodePage(fresh as INodeType)).rejects.toThrow(
			'knowledge.ts has no entry for fotorFresh',
		);
	});

	test('every tool says what is not known about it', () => {
		for (const [, { unknowns }] of known()) expect(unknowns.length).toBeGreaterThan(0);
	});

	test('where a value can be changed is named as the form names it', () => {
		for (const [node, { unknowns }] of known()) {
			const fields = allFields(node.description.properties);
			const labels = fields.flatMap((field) => [
				field.displayName,
				...(field.type === 'options' ? (field.options ?? []).map(({ name }) => name) : []),
			]);
			const quoted = unknowns.flatMap(({ change = '' }) => quotedLabels(change));
			expect(quoted.filter((label) => !labels.includes(label))).toEqual([]);
		}
	});

	test('the general list names options that every tool has', () => {
		const labels = allFields(nodes.flatMap((node) => node.description.properties)).map(
			(field) => field.displayName,
		);
		const quoted = GENERAL_UNKNOWNS.flatMap(({ change = '' }) => quotedLabels(change));
		expect(quoted.filter((label) => !labels.includes(label))).toEqual([]);
	});

	test('every section exists in the API reference', () => {
		for (const [, { sections }] of known()) {
			for (const section of sections) expect(API).toMatch(new RegExp(`^## ${section}\\. `, 'm'));
		}
	});

	test('prices are those of the API reference, and a missing one is called not published', () => {
		expect(priceOf('imgupscale')).toMatchObject({ tokens: 1, short: '1 per picture' });
		expect(priceOf('ecommercelistingset')).toMatchObject({ tokens: 8 });
		expect(priceOf('replacer').short).toBe('not published');
		expect(priceOf('replacer').tokens).toBeUndefined();
		expect(() => priceOf('nothing')).toThrow('price of nothing');
	});

	test('the fields of the output are those that the engine gives', () => {
		const names = TASK_FIELDS.map(({ name }) => name);
		expect(names).toEqual(Object.keys(submittedItem('1', 'x', 0)));
		const listing = readTask('1', {
			status: 1,
			result: [
				{ name: 'Kitchen', success: true, url: 'https://example.com/a.png' },
				{ name: 'Garden', success: false, error: 'no' },
			],
		});
		const avatar = readTask('1', {
			status: 1,
			avatarResult: [{ templateId: 't', images: [{ url: 'https://example.com/b.png' }] }],
		});
		const fields = [listing, avatar].flatMap((task) =>
			task ? taskItems(task, null, false).flatMap(({ json }) => Object.keys(json)) : [],
		);
		const extra = Object.keys(EXTRA_FIELDS);
		expect(fields.filter((name) => !names.includes(name) && !extra.includes(name))).toEqual([]);
	});
});

describe('the example of every page', () => {
	let fotor: Fotor;
	let nodes: INodeType[];
	beforeAll(async () => {
		nodes = (await loadNodes()).filter((node) => !node.description.group.includes('trigger'));
		fotor = await startFotor({ sandbox: { taskDurationMs: 20 } });
	});
	afterAll(async () => await fotor.close());

	test('uses fields of the form only, and leaves no required one empty', () => {
		for (const { description } of nodes) {
			const parameters = EXAMPLES[description.name]?.parameters ?? {};
			const fields = description.properties.map((field: INodeProperties) => field.name);
			expect(Object.keys(parameters).filter((name) => !fields.includes(name))).toEqual([]);
			const node = { name: 'x', typeVersion: 1, parameters } as unknown as INode;
			const filled = NodeHelpers.getNodeParameters(
				description.properties,
				parameters,
				true,
				false,
				node,
				description,
			);
			const full = { ...node, parameters: filled ?? {} };
			expect(
				NodeHelpers.getNodeParametersIssues(description.properties, full, description),
			).toBeNull();
		}
	});

	test('runs as it stands', async () => {
		const { fileName, data, mimeType } = samplePhoto();
		const small = await sharp(data).resize(120).toBuffer();
		const photo = fotor.sandbox.publish(fileName, small, mimeType);
		for (const { description } of nodes) {
			const parameters = JSON.parse(
				JSON.stringify(EXAMPLES[description.name]?.parameters).replaceAll(PHOTO, photo),
			) as INodeParameters;
			const options = { ...(parameters.options as object), pollInterval: 0.02 };
			const result = await fotor.engine.run(`n8n-nodes-fotor.${description.name}`, {
				...parameters,
				options,
			});
			expect({ node: description.name, error: result.error?.message }).toEqual({
				node: description.name,
			});
			expect(result.items.length).toBeGreaterThan(0);
		}
	});
});

/** Labels in 'quotes'; an apostrophe inside a word is none. */
function quotedLabels(text: string): string[] {
	return [...text.matchAll(/(?<!\w)'([^']+)'(?!\w)/g)].map(([, label = '']) => label);
}
