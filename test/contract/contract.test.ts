import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';

import { changesBetween, missing } from '../../scripts/contract/changes';
import { extract } from '../../scripts/contract/extract';

const field = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	...more,
});
const choice = (name: string, values: number[], more: Partial<INodeProperties> = {}) => {
	const options = values.map((value) => ({ name: `${value}`, value }));
	return field(name, { type: 'options', default: values[0], options, ...more });
};
const options = (...fields: INodeProperties[]) =>
	field('options', { type: 'collection', default: {}, options: fields });
const nodes = (...properties: INodeProperties[]) =>
	extract([{ name: 'tool', version: 1, properties }]);

test('the nodes match the contract (otherwise run "npm run contract")', () => {
	const root = join(__dirname, '../..');
	const run = () =>
		execFileSync('node_modules/.bin/tsx', ['scripts/contract.ts'], { cwd: root, stdio: 'pipe' });
	expect(run).not.toThrow();
});

test('the contract contains names, types, defaults and values, but no display text', () => {
	const values = [field('id', { required: true })];
	const group = { displayName: 'Row', name: 'row', values };
	const found = nodes(
		field('rows', { type: 'fixedCollection', default: {}, options: [group] }),
		options(field('height', { type: 'number', default: 9 })),
		field('hint', { type: 'notice' }),
		choice('ratio', [1], { displayOptions: { show: { model: ['a', 'b'] } } }),
		choice('ratio', [2], { displayOptions: { hide: { model: ['a', 'b'] } } }),
	);
	expect(found.tool?.parameters).toEqual({
		options: { type: 'collection', default: {} },
		'options.height': { type: 'number', default: 9 },
		'ratio[model=a]': { type: 'options', default: 1, options: [1] },
		'ratio[model=b]': { type: 'options', default: 1, options: [1] },
		'ratio[otherwise]': { type: 'options', default: 2, options: [2] },
		rows: { type: 'fixedCollection', default: {} },
		'rows.row.id': { type: 'string', default: '', required: true },
	});
});

const BEFORE = nodes(choice('scale', [2, 4]), options(field('height')));

test.each([
	['a value', nodes(choice('scale', [2]), options(field('height'))), ['- tool scale options 4']],
	[
		'a default',
		nodes(choice('scale', [2, 4], { default: 4 }), options(field('height'))),
		['- tool scale default 2', '+ tool scale default 4'],
	],
	[
		'a node option',
		nodes(choice('scale', [2, 4]), options()),
		['- tool options.height default ""', '- tool options.height type "string"'],
	],
	['the order', nodes(options(field('height')), choice('scale', [4, 2], { default: 2 })), []],
	['a whole node', {}, ['- tool']],
])('lists the contract entries affected by a change to %s', (_name, now, changes) => {
	expect(changesBetween(BEFORE, now)).toEqual(changes);
});

const OUT = '## 0.1.0 (2026-01-31)\n\nFirst version.\n';
const next = (line: string) => `# Changelog\n\n## 0.2.0\n\n${line}\n\n${OUT}`;

test.each([
	['before the first release', '- tool scale default 2', '0.1.0', '## 0.1.0\n\nFirst.\n', true],
	['in a released version', '+ tool new type "string"', '0.1.0', OUT, false],
	['in an older version', '+ tool new type "string"', '0.0.9', `## 0.0.9\n\nOld.\n${OUT}`, false],
	['without a changelog entry', '+ tool new type "string"', '0.2.0', next(''), false],
	['that adds a field', '+ tool new type "string"', '0.2.0', next('New.'), true],
	[
		'that breaks something the changelog does not name',
		'- tool scale default 2',
		'0.2.0',
		next('New.'),
		false,
	],
	['that adds a required field', '+ tool new required true', '0.2.0', next('New.'), false],
	[
		'that breaks something the changelog names',
		'- tool scale default 2',
		'0.2.0',
		next('`scale` starts at 4.'),
		true,
	],
])('allows or rejects a contract change %s', (_name, change, version, changelog, allowed) => {
	expect(missing([change], version, changelog).length === 0).toBe(allowed);
});
