import type { INodeProperties } from 'n8n-workflow';

import { either } from './markdown';

type Shown = NonNullable<INodeProperties['displayOptions']>;

/**
 * When a form shows a field, in words, such as "'Image Source' is 'URL'"; empty for a field that is always there.
 * @param all the fields that the conditions may speak of
 */
export function conditionWords(shown: Shown | undefined, all: INodeProperties[]): string {
	const words = (part: 'show' | 'hide', verb: string) =>
		Object.entries(shown?.[part] ?? {})
			.filter(([name]) => !name.startsWith('@'))
			.map(([name, values]) => oneCondition(name, (values ?? []) as unknown[], verb, all));
	return [...words('show', 'is'), ...words('hide', 'is not')].join(' and ');
}

function oneCondition(path: string, values: unknown[], verb: string, all: INodeProperties[]) {
	const name = path.replace(/^\//, '');
	const fields = all.filter((field) => field.name === name);
	const label = fields[0]?.displayName ?? name;
	if (values.every((value) => typeof value === 'boolean')) {
		return `'${label}' ${verb} ${either(values.map((value) => (value ? 'on' : 'off')))}`;
	}
	return `'${label}' ${verb} ${either(values.map((value) => `'${optionLabel(value, fields)}'`))}`;
}

/** What the form calls a value of an option field. */
export function optionLabel(value: unknown, fields: INodeProperties[]): string {
	for (const field of fields) {
		const found = field.options?.find((option) => 'value' in option && option.value === value);
		if (found) return found.name;
	}
	return String(value);
}
