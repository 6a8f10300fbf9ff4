import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
} from 'n8n-workflow';

import { FotorApi } from '../../credentials/FotorApi.credentials';
import { allNodes } from '../../harness/engine/fotor';

const ROOT = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const { repository } = JSON.parse(read('package.json')) as { repository: { url: string } };
const FILES = `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/main/`;
const PAGES = `${FILES}docs/nodes/`;
const CREDENTIAL_HELP = `${FILES}README.md#quick-start`;

/** Names of the fields that n8n shows, in order, according to n8n's own rules. */
function shown({ description }: INodeType, parameters: INodeParameters = {}): string[] {
	const { properties, name } = description;
	const node = { parameters: {}, type: name, typeVersion: 1 } as INode;
	const values = {
		...NodeHelpers.getNodeParameters(properties, parameters, true, true, node, description),
		...parameters,
	};
	return properties
		.filter((field) => NodeHelpers.displayParameter(values, field, node, description))
		.filter(({ type }) => !['hidden', 'notice', 'resourceMapper'].includes(type))
		.map((field) => field.name);
}

/** Names of the options that a form offers for these values. */
function offered({ description }: INodeType, parameters: INodeParameters): string[] {
	const node = { parameters: {}, type: description.name, typeVersion: 1 } as INode;
	const options = description.properties.find(({ name }) => name === 'options')?.options ?? [];
	return (options as INodeProperties[])
		.filter((field) => NodeHelpers.displayParameter({}, field, node, description, parameters))
		.map(({ name }) => name);
}

describe('forms', () => {
	let nodes: INodeType[];
	const named = (name: string) =>
		nodes.find(({ description }) => description.name === name) as INodeType;
	const tools = () =>
		nodes.filter(({ description }) =>
			description.properties.some(({ name }) => name === 'waitForCompletion'),
		);

	beforeAll(async () => {
		nodes = await allNodes();
	});

	test('the form of each tool ends with the fields for waiting, the file, and the options', () => {
		for (const node of tools()) {
			if (node.description.name === 'fotor') continue;
			const end = ['waitForCompletion', 'downloadResult', 'outputBinaryProperty', 'options'];
			expect([node.description.name, ...shown(node).slice(-4)]).toEqual([
				node.description.name,
				...end,
			]);
		}
	});

	test('the form begins with the image if the tool needs one', () => {
		for (const node of tools()) {
			const fields = shown(node);
			const image = fields.findIndex((name) => name.endsWith('Source'));
			if (image >= 0) expect([node.description.name, image]).toEqual([node.description.name, 0]);
		}
	});

	test.each([
		['fotorAiExpand', {}, ['aspectRatio', 'prompt', 'model', 'resolution', 'method']],
		[
			'fotorAiExpand',
			{ method: 'expandEndpoint' },
			['method', 'endpointPath', 'imageField', 'body'],
		],
		['fotorFaceSwap', {}, ['faceSource', 'faceBinaryProperty']],
		['fotorVideoGenerator', { mode: 'img2video' }, ['imageBinaryProperty', 'prompt', 'model']],
	])('the form of %s with %j has the fields %j in this order', (name, parameters, order) => {
		const fields = shown(named(name), parameters as INodeParameters);
		expect(fields.join()).toContain(order.join());
	});

	test('a form offers only the options that apply', () => {
		const node = named('fotorUpscaler');
		const waiting = ['maxWaitTime', 'onTimeout', 'pollInterval'];
		const files = ['fileName', 'maxFileSize'];
		const all = offered(node, { waitForCompletion: true, downloadResult: true });
		expect(all).toEqual(expect.arrayContaining([...waiting, ...files]));
		const withoutFile = offered(node, { waitForCompletion: true, downloadResult: false });
		expect(all.filter((name) => !withoutFile.includes(name)).sort()).toEqual(files.sort());
		const atOnce = offered(node, { waitForCompletion: false, downloadResult: true });
		expect(atOnce.filter((name) => [...waiting, ...files].includes(name))).toEqual([]);
		expect(atOnce).toEqual(expect.arrayContaining(['concurrency', 'maxWidth']));
	});

	test('an operation that always waits keeps the options for waiting', () => {
		const { description } = named('fotor');
		const wait = description.properties.find(
			({ name, displayOptions }) =>
				name === 'options' && displayOptions?.show?.operation?.includes('wait'),
		) as INodeProperties;
		const node = { parameters: {}, type: 'fotor', typeVersion: 1 } as INode;
		const seen = (wait.options as INodeProperties[]).filter((field) =>
			NodeHelpers.displayParameter({}, field, node, description, { downloadResult: true }),
		);
		expect(seen.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['maxWaitTime', 'onTimeout', 'pollInterval', 'fileName']),
		);
	});

	test('styles and models are listed without a credential', () => {
		const locators = nodes
			.flatMap(({ description }) => description.properties)
			.flatMap((field) => [field, ...inner(field)])
			.filter(({ type }) => type === 'resourceLocator');
		expect(locators.length).toBeGreaterThan(4);
		for (const { modes = [], default: value } of locators) {
			expect(modes[0]?.typeOptions).toMatchObject({ skipCredentialsCheckInRLC: true });
			expect(value).toMatchObject({
				mode: 'list',
				value: expect.stringMatching(/./) as string,
				cachedResultName: expect.stringMatching(/./) as string,
			});
		}
	});

	test('styles are listed by group, with a preview', async () => {
		const { results } = (await named('fotorTextToImage').methods?.listSearch?.searchStyles?.call(
			{} as never,
		)) ?? { results: [] };
		const names = results.map(({ name }) => name);
		const groups = names.map((name) => name.split(' · ')[0]);
		const again = groups.filter((one, i) => groups.indexOf(one) < i && groups[i - 1] !== one);
		expect(again).toEqual([]);
		expect(results.find(({ name }) => name === 'Photo · 4')?.url).toMatch(/^https:/);
	});
});

/** The fields inside a collection. */
function inner({ options = [] }: INodeProperties): INodeProperties[] {
	return options.flatMap((one) => ('values' in one ? one.values : []));
}

describe('in the node panel', () => {
	const ownText = ['fotorAiReplace', 'fotorMask'];

	test('a one-line description says what each node does', async () => {
		for (const { description } of await allNodes()) {
			if (ownText.includes(description.name)) continue;
			expect(description.description).toMatch(/^[A-Z][^.]{10,85}$/);
		}
	});

	test('each tool has its own icon, in light and dark', async () => {
		const icons = (await allNodes()).map(({ description }) => {
			const { light, dark } = description.icon as { light: string; dark: string };
			const [one, other] = [light, dark].map((path) => path.replace('file:../../', ''));
			for (const file of [one, other]) {
				expect([file, statSync(join(ROOT, file as string)).size > 700]).toEqual([file, false]);
			}
			const shape = (file = '') => read(file).replace(/#[\da-f]{3,6}/g, '');
			expect(shape(one)).toBe(shape(other));
			expect(read(one as string)).not.toBe(read(other as string));
			return one;
		});
		// The Fotor node and the trigger share an icon.
		expect(new Set(icons).size).toBe(icons.length - 1);
	});

	test("documentation links lead to the node's own page and to the README's quick start", async () => {
		for (const { description } of await allNodes()) {
			const Name = description.name.replace(/^f/, 'F');
			const { resources } = JSON.parse(read(`nodes/${Name}/${Name}.node.json`)) as {
				resources: Record<string, Array<{ url: string }>>;
			};
			const page = `${description.name}.md`;
			expect(resources.primaryDocumentation).toEqual([{ url: PAGES + page }]);
			expect(read(`docs/nodes/${page}`)).toContain(`# ${description.displayName}`);
			const help = description.credentials ? [{ url: CREDENTIAL_HELP }] : undefined;
			expect(resources.credentialDocumentation).toEqual(help);
		}
		expect(new FotorApi().documentationUrl).toBe(CREDENTIAL_HELP);
		expect(read('README.md')).toContain('\n## Quick start\n');
	});
});
