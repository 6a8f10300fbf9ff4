import type { INodeProperties } from 'n8n-workflow';

const EITHER = new Intl.ListFormat('en-US', { type: 'disjunction' });

/**
 * The condition under which a form shows a field, such as "'Image Source' is 'URL'". Empty if the field is always
 * shown.
 * @param all the fields that conditions may refer to
 */
export function conditionWords(field: INodeProperties, all: INodeProperties[]): string {
	return Object.entries(field.displayOptions?.show ?? {})
		.filter(([name]) => !name.startsWith('@'))
		.map(([name, values]) => oneCondition(name, (values ?? []) as unknown[], all))
		.join(' and ');
}

function oneCondition(path: string, values: unknown[], all: INodeProperties[]): string {
	const fields = all.filter(({ name }) => name === path.replace(/^\//, ''));
	const label = fields[0]?.displayName ?? path;
	const words = values.map((value) =>
		typeof value === 'boolean' ? (value ? 'on' : 'off') : `'${optionLabel(value, fields)}'`,
	);
	return `'${label}' is ${EITHER.format(words)}`;
}

/** The label of an option's value. */
export function optionLabel(value: unknown, fields: INodeProperties[]): string {
	const options = fields.flatMap((field) => field.options ?? []);
	const found = options.find((option) => 'value' in option && option.value === value);
	return found?.name ?? String(value);
}
