import type { INodeProperties } from 'n8n-workflow';

import { fieldByModel } from '../../nodes/shared/modelFields';
import { rowsOf } from '../../scripts/docs/fields';
import { parameterTable } from '../../scripts/docs/tables';

const field = (displayName: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName,
	name: displayName.toLowerCase(),
	type: 'string',
	default: '',
	...more,
});
const choice = (label: string, names: string[], more: Partial<INodeProperties> = {}) => {
	const options = names.map((name) => ({ name, value: name.toLowerCase() }));
	return field(label, { type: 'options', default: options[0]?.value, options, ...more });
};
const shown = (show: NonNullable<INodeProperties['displayOptions']>['show']) => ({
	displayOptions: { show },
});

test('the fields of a form become the rows of a table', () => {
	const form = [
		field('Text', { required: true, description: '<a href="https://x.y" target="_blank">Z</a>' }),
		field('Bar', { default: 'data', hint: 'b |\n c' }),
		field('On', { type: 'boolean', default: true }),
		choice('Source', ['File', 'URL'], shown({ '/on': [true] })),
		field('Number', { type: 'number', default: 0, ...shown({ source: ['url'], '@version': [2] }) }),
		...[true, false].map((on) => field('Same', shown({ on: [on] }))),
		choice('Source', ['Other']),
		field('Agent', shown({ '@tool': [true] })),
		field('Agent', { default: 'x', displayOptions: { hide: { '@tool': [true] } } }),
		field('Hidden', { type: 'hidden' }),
		...fieldByModel({
			displayName: 'Ratio',
			name: 'ratio',
			description: 'Shape',
			models: [{ id: 'a', values: ['1:1', '2:3'] }],
			otherwise: ['9:9'],
			preferred: '9:9',
			show: { source: ['url'] },
		}),
	];
	expect(parameterTable(rowsOf(form), new Map()).split('\n').slice(2)).toEqual([
		'| **Text** (required) | Text | empty | [Z](https://x.y). |',
		'| **Bar** | Text | `data` | b \\| c. |',
		'| **On** | On / off | On |  |',
		"| **Source** | Choice | File | **File**, **URL**. Shown when 'On' is on. |",
		"| **Number** | Number | `0` | Shown when 'Source' is 'URL'. |",
		"| **Same** | Text | empty | Shown when 'On' is on, or when 'On' is off. |",
		'| **Source** | Choice | Other | **Other**. |',
		'| **Agent** | Text | `x` |  |',
		"| **Ratio** | Choice | 9:9, or the first choice the model offers | Shape. The choices depend on the model. See the [Model list](#model-list). Shown when 'Source' is 'URL'. |",
	]);
});
