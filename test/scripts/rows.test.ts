import type { INodeProperties } from 'n8n-workflow';

import { conditionWords } from '../../scripts/docs/conditions';
import { defaultWords, descriptionWords } from '../../scripts/docs/fieldWords';
import { cell, either, fromHtml, sentence, shortList, table } from '../../scripts/docs/markdown';
import { parameterRows } from '../../scripts/docs/rows';
import { fieldByModel } from '../../nodes/shared/modelFields';

const text = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: name.toUpperCase(),
	name,
	type: 'string',
	default: '',
	...more,
});

const choice = (name: string, values: string[], more: Partial<INodeProperties> = {}) =>
	text(name, {
		type: 'options',
		default: values[0],
		options: values.map((value) => ({ name: `The ${value}`, value })),
		...more,
	});

describe('when a field is shown', () => {
	const fields = [
		choice('source', ['file', 'url']),
		text('on', { type: 'boolean', default: true }),
	];

	test.each([
		[undefined, ''],
		[{ show: { source: ['url'] } }, "'SOURCE' is 'The url'"],
		[{ show: { source: ['url', 'file'] } }, "'SOURCE' is 'The url' or 'The file'"],
		[{ show: { on: [true], source: ['url'] } }, "'ON' is on and 'SOURCE' is 'The url'"],
		[{ show: { '/on': [false] } }, "'ON' is off"],
		[{ hide: { source: ['file'] } }, "'SOURCE' is not 'The file'"],
		[{ show: { '@version': [2] } }, ''],
		[{ show: { unknown: ['x'] } }, "'unknown' is 'x'"],
	])('%j reads "%s"', (displayOptions, words) => {
		expect(conditionWords(displayOptions, fields)).toBe(words);
	});
});

describe('the lines of a page', () => {
	test('variants by model are one line with the choices of each model', () => {
		const fields = fieldByModel({
			displayName: 'Ratio',
			name: 'ratio',
			description: 'Shape',
			models: [
				{ id: 'a', values: ['1:1', '2:3'] },
				{ id: 'b', values: ['1:1', '2:3'] },
				{ id: 'c', values: ['2:3'] },
			],
			otherwise: ['1:1', '9:9'],
			preferred: '1:1',
			show: { method: ['model'] },
		});
		const rows = parameterRows([choice('method', ['model', 'other']), ...fields]);
		expect(rows).toHaveLength(2);
		const row = rows[1];
		expect(row?.shown).toEqual(["'METHOD' is 'The model'"]);
		expect(row?.byModel).toEqual({
			field: 'model',
			models: [
				{ id: 'a', values: ['1:1', '2:3'] },
				{ id: 'b', values: ['1:1', '2:3'] },
				{ id: 'c', values: ['2:3'] },
				{ values: ['1:1', '9:9'] },
			],
		});
		expect(row && defaultWords(row, [])).toBe('1:1, or the first that the model has');
		expect(row && descriptionWords(row)).toContain('[Models](#models)');
	});

	test('the same field under two operations is one line', () => {
		const under = (operation: string) =>
			text('wait', { displayOptions: { show: { operation: [operation] } } });
		const rows = parameterRows([choice('operation', ['get', 'put']), under('get'), under('put')]);
		expect(rows.map((row) => row.shown)).toEqual([
			[],
			["'OPERATION' is 'The get'", "'OPERATION' is 'The put'"],
		]);
	});

	test('fields of one name that differ stay apart', () => {
		const rows = parameterRows([
			choice('operation', ['get'], { displayOptions: { show: { resource: ['task'] } } }),
			choice('operation', ['read'], { displayOptions: { show: { resource: ['account'] } } }),
		]);
		expect(rows).toHaveLength(2);
	});

	test.each([
		[text('a'), 'empty'],
		[text('a', { default: 'data' }), '`data`'],
		[text('a', { type: 'number', default: 0 }), '`0`'],
		[text('a', { type: 'boolean', default: false }), 'Off'],
		[choice('a', ['x']), 'The x'],
		[text('a', { type: 'collection', default: {} }), 'none'],
		[text('a', { type: 'fixedCollection', default: { row: [{}] } }), 'one entry'],
		[text('a', { type: 'resourceLocator', default: { mode: 'id', value: '' } }), 'empty'],
		[text('a', { type: 'resourceLocator', default: { mode: 'list', value: 'i' } }), 'Named'],
	])('a default reads as the form shows it (%#)', (field, words) => {
		const [row] = parameterRows([field]);
		expect(row && defaultWords(row, [{ id: 'i', name: 'Named', modes: [] }])).toBe(words);
	});
});

describe('the text of a page', () => {
	test('a cell keeps to its row and column', () => {
		expect(cell('a | b\n  c')).toBe('a \\| b c');
		expect(table(['X'], [['a|b']])).toBe('| X |\n| --- |\n| a\\|b |');
		expect(table(['X'], [])).toBe('');
	});

	test.each([
		[['3 Seconds', '4 Seconds', '5 Seconds'], '3–5 seconds'],
		[['1 Second', '2 Seconds', '3 Seconds'], '1–3 seconds'],
		[['5 Seconds', '10 Seconds'], '5, 10 seconds'],
		[['1:1', '2:3'], '1:1, 2:3'],
		[['720p'], '720p'],
		[[], ''],
	])('%j is told as "%s"', (values, words) => {
		expect(shortList(values)).toBe(words);
	});

	test('sentences end, links are Markdown, lists read as words', () => {
		expect(sentence('Shape of the picture')).toBe('Shape of the picture.');
		expect(sentence('Done.')).toBe('Done.');
		expect(sentence('Choices: **A** (a thing)')).toBe('Choices: **A** (a thing).');
		expect(fromHtml('See <a href="https://x.y" target="_blank">here</a>.')).toBe(
			'See [here](https://x.y).',
		);
		expect([either([]), either(['a']), either(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b or c']);
	});
});
