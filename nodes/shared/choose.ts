import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { inputFailure, type Failure } from '../../fotor/failure';

export type OptionValue = string | number;

/**
 * Finds an option by its value or label. Tries an exact match first, then ignores case. The text "2" matches the
 * number 2.
 * @returns undefined if no option matches
 */
export function chosenOption(
	options: INodePropertyOptions[],
	given: unknown,
): OptionValue | undefined {
	if (typeof given !== 'string' && typeof given !== 'number') return undefined;
	const text = String(given).trim();
	const lower = text.toLowerCase();
	const found =
		options.find(({ value }) => String(value) === text) ??
		options.find(({ name }) => name === text) ??
		options.find(({ value }) => String(value).toLowerCase() === lower) ??
		options.find(({ name }) => name.toLowerCase() === lower) ??
		options.find(({ value }) => typeof value === 'number' && text && value === Number(text));
	return found?.value as OptionValue | undefined;
}

/** All options of a field's variants in one list, without duplicates. */
export function optionsOf(variants: INodeProperties[]): INodePropertyOptions[] {
	const all = variants.flatMap((field) => (field.options ?? []) as INodePropertyOptions[]);
	return all.filter((one, index) => all.findIndex(({ value }) => value === one.value) === index);
}

/** JSON that maps a field's option values to their labels, for a subtitle expression. */
export function labelsOf(fields: INodeProperties[], name: string): string {
	const lists = fields.filter((field) => field.name === name);
	return JSON.stringify(
		Object.fromEntries(optionsOf(lists).map((option) => [option.value, option.name])),
	);
}

/** @param label the field's label, as used in messages */
export function noSuchOption(
	label: string,
	given: unknown,
	options: INodePropertyOptions[],
): Failure {
	const nothing = given === undefined || given === null || given === '';
	const shown = typeof given === 'string' ? given : JSON.stringify(given);
	return inputFailure(
		nothing ? `'${label}' is empty` : `'${label}' can't be ${shown?.slice(0, 100)}`,
		`Set '${label}' to one of: ${options.map(optionWords).join(', ')}.`,
	);
}

/** An option's value, followed by its label if the two differ: "SegmentBody (Person)". */
export function optionWords({ name, value }: INodePropertyOptions): string {
	const words = String(value);
	return name.toLowerCase() === words.toLowerCase() ? words : `${words} (${name})`;
}

/**
 * Returns only those variants of a field that the form shows. Conditions such as `@tool` and `/operation` are ignored.
 * @param read returns the value of a field that a condition refers to, such as the model's ID
 */
export function shownVariants(
	variants: INodeProperties[],
	read: (name: string) => unknown,
): INodeProperties[] {
	const holds = (conditions: Record<string, unknown> = {}, name: string) =>
		((conditions[name] ?? []) as unknown[]).includes(read(name));
	const shown = variants.filter(({ displayOptions: { show, hide } = {} }) => {
		const known = (conditions = {}) => Object.keys(conditions).filter((key) => /^\w/.test(key));
		return (
			known(show).every((name) => holds(show, name)) &&
			!known(hide).some((name) => holds(hide, name))
		);
	});
	return shown.length ? shown : variants;
}
