import type { INodeProperties } from 'n8n-workflow';

import { compareVersions, readChangelog } from '../../scripts/contract/changelog';
import { compare } from '../../scripts/contract/compare';
import { extract } from '../../scripts/contract/extract';
import { explain, objections } from '../../scripts/contract/rule';

const field = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	...more,
});

const SCALE = field('scale', {
	type: 'options',
	default: 2,
	options: [
		{ name: 'Twice', value: 2 },
		{ name: 'Four Times', value: 4 },
	],
});
const OPTIONS = (...options: INodeProperties[]) =>
	field('options', { type: 'collection', default: {}, options });

const node = (...properties: INodeProperties[]) =>
	extract([{ name: 'tool', version: 1, properties }]);
const BEFORE = node(SCALE, OPTIONS(field('height', { type: 'number', default: 9 })));

const changesTo = (...properties: INodeProperties[]) => compare(BEFORE, node(...properties));

describe('the contract of a node', () => {
	test('has names, types, defaults and values, and no text of the form', () => {
		expect(BEFORE).toEqual({
			tool: {
				version: 1,
				parameters: {
					options: { type: 'collection', default: {} },
					'options.height': { type: 'number', default: 9 },
					scale: { type: 'options', default: 2, options: [2, 4] },
				},
			},
		});
	});

	test('reaches into lists of entries, and leaves notices out', () => {
		const rows = field('rows', {
			type: 'fixedCollection',
			default: {},
			options: [{ displayName: 'Row', name: 'row', values: [field('id', { required: true })] }],
		});
		const notice = field('hint', { type: 'notice' });
		expect(node(rows, notice).tool?.parameters).toEqual({
			rows: { type: 'fixedCollection', default: {} },
			'rows.row.id': { type: 'string', default: '', required: true },
		});
	});

	test('tells variants of a field apart by what they are shown for', () => {
		const ratio = (values: string[], displayOptions: INodeProperties['displayOptions']) =>
			field('ratio', {
				type: 'options',
				default: values[0],
				options: values.map((value) => ({ name: value, value })),
				displayOptions,
			});
		const { parameters } =
			node(
				ratio(['1:1'], { show: { model: ['a', 'b'] } }),
				ratio(['2:3'], { hide: { model: ['a', 'b'] } }),
			).tool ?? {};
		expect(parameters).toEqual({
			'ratio[model=a]': { type: 'options', default: '1:1', options: ['1:1'] },
			'ratio[model=b]': { type: 'options', default: '1:1', options: ['1:1'] },
			'ratio[otherwise]': { type: 'options', default: '2:3', options: ['2:3'] },
		});
	});
});

describe('a change is caught', () => {
	const options = OPTIONS(field('height', { type: 'number', default: 9 }));
	const values = (...list: number[]) =>
		field('scale', {
			type: 'options',
			default: 2,
			options: list.map((value) => ({ name: `${value}`, value })),
		});

	test.each([
		['a removed parameter', [options], 'removed', 'scale', true],
		['a removed option of a collection', [SCALE, OPTIONS()], 'removed', 'options.height', true],
		['a renamed parameter', [field('factor'), options], 'removed', 'scale', true],
		['another default', [{ ...SCALE, default: 4 }, options], 'changed', 'scale', true],
		[
			'another type',
			[SCALE, OPTIONS(field('height', { default: 9 }))],
			'changed',
			'options.height',
			true,
		],
		['a removed value', [values(2), options], 'changed', 'scale', true],
		['a new value', [values(2, 4, 8), options], 'changed', 'scale', false],
		['a new parameter', [SCALE, options, field('new')], 'added', 'new', false],
		[
			'a new parameter that must be filled in',
			[SCALE, options, field('new', { required: true })],
			'added',
			'new',
			true,
		],
	] as const)('%s', (_name, properties, kind, path, breaks) => {
		expect(changesTo(...properties)).toEqual(
			expect.arrayContaining([expect.objectContaining({ kind, path, breaks })]),
		);
	});

	test('a new and a removed node, and a version that is taken away', () => {
		const two = extract([{ name: 'tool', version: [1, 2], properties: [] }]);
		const one = extract([{ name: 'tool', version: 2, properties: [] }]);
		expect(compare({}, two)).toMatchObject([{ kind: 'added', node: 'tool', breaks: false }]);
		expect(compare(two, {})).toMatchObject([{ kind: 'removed', node: 'tool', breaks: true }]);
		expect(compare(two, one)).toMatchObject([{ kind: 'changed', path: '', breaks: true }]);
		expect(compare(one, two)).toMatchObject([{ kind: 'changed', path: '', breaks: false }]);
	});

	test('texts and the order of fields and values are free', () => {
		const turned = field('scale', {
			...SCALE,
			displayName: 'Size',
			description: 'New words',
			options: [...(SCALE.options ?? [])].reverse(),
		});
		expect(changesTo(options, turned)).toEqual([]);
	});
});

describe('the contract may be updated', () => {
	const REMOVED = changesTo(SCALE, OPTIONS());
	const ADDED = changesTo(
		SCALE,
		OPTIONS(field('height', { type: 'number', default: 9 })),
		field('new'),
	);
	const FIRST = '# Changelog\n\n## 0.1.0\n\nFirst version.\n';
	const OUT = '## 0.1.0 (2026-01-31)\n\nFirst version.\n';
	const NEXT = (line: string) => `## 0.2.0\n\n${line}\n\n${OUT}`;
	const ask = (changes: typeof REMOVED, version: string, changelog: string, stored = '0.1.0') =>
		objections({ changes, version, changelog, stored });

	test('freely before the first release', () => {
		expect(ask(REMOVED, '0.1.0', FIRST)).toEqual([]);
	});

	test('not under a version that is released, not even with an addition', () => {
		expect(ask(ADDED, '0.1.0', OUT)).toEqual([
			expect.stringContaining('Version 0.1.0 is released'),
		]);
	});

	test('not under a version without a line in the changelog', () => {
		expect(ask(ADDED, '0.2.0', OUT)).toEqual([expect.stringContaining('Add a heading "## 0.2.0"')]);
		expect(ask(ADDED, '0.2.0', NEXT(''))).toHaveLength(1);
	});

	test('with additions under a raised version that has a line', () => {
		expect(ask(ADDED, '0.2.0', NEXT('- A new field.'))).toEqual([]);
	});

	test('with a break only when the changelog names it', () => {
		expect(ask(REMOVED, '0.2.0', NEXT('- Some changes.'))).toEqual([
			expect.stringContaining('naming `options.height`'),
		]);
		expect(ask(REMOVED, '0.2.0', NEXT('- `options.height` is gone.'))).toEqual([]);
	});

	test('not with a version older than the stored one', () => {
		expect(ask(ADDED, '0.1.5', FIRST, '0.2.0')).toEqual([expect.stringContaining('older than')]);
	});

	test('and nothing is asked where nothing changed', () => {
		expect(ask([], '0.1.0', '')).toEqual([]);
	});

	test('the text says what changed and what to do', () => {
		const text = explain({ changes: REMOVED, version: '0.1.0', stored: '0.1.0', changelog: OUT });
		expect(text).toContain(
			'removed tool → options.height: it had the type number (breaks saved workflows)',
		);
		expect(text).toContain('1. Version 0.1.0 is released: raise the version in package.json');
		expect(text).toContain('2. Run "npm run contract -- --update"');
	});
});

describe('the changelog', () => {
	test('is read by its headings', () => {
		const text = '# Changelog\n\n## [0.2.0]\n\n- New.\n\n## Notes\n\n## [0.1.0] - 2026-01-31\n';
		expect(readChangelog(text)).toEqual([
			{ version: '0.2.0', released: false, text: '- New.' },
			{ version: '0.1.0', released: true, text: '' },
		]);
	});

	test('orders versions by number', () => {
		expect(['0.10.0', '0.9.1', '1.0.0', '0.9.0'].sort(compareVersions)).toEqual([
			'0.9.0',
			'0.9.1',
			'0.10.0',
			'1.0.0',
		]);
	});
});
