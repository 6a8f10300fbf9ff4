import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { conditionWords } from './conditions';

/** What one model can do in a field that depends on the model. */
export interface ModelValues {
	/** Id of the model; undefined for an id that is not in the list. */
	id?: string;
	values: string[];
}

/** One line of a page's table of parameters. */
export interface ParameterRow {
	/** The field as the form has it; of a field with variants the one for ids outside the list. */
	field: INodeProperties;
	/** Each an alternative; empty when the field is always shown. */
	shown: string[];
	/** Set when the choice depends on another field. */
	byModel?: { field: string; models: ModelValues[] };
}

/**
 * Turns a form's fields into lines: fields that are the same for a user become one line.
 * @param around fields outside, which conditions may speak of too
 */
export function parameterRows(
	fields: INodeProperties[],
	around: INodeProperties[] = [],
): ParameterRow[] {
	const all = [...fields, ...around];
	const rows: ParameterRow[] = [];
	const done = new Set<INodeProperties>();
	for (const field of fields) {
		if (done.has(field) || UNSEEN.includes(field.type)) continue;
		const variants = variantsOf(field, fields);
		const same = variants ?? fields.filter((other) => isSameField(field, other));
		same.forEach((other) => done.add(other));
		rows.push(variants ? modelRow(variants, all) : plainRow(field, same, all));
	}
	return rows;
}

/** What is no line: texts between the fields (a resource mapper is one that n8n's server words), and what the form does not show. */
const UNSEEN: Array<INodeProperties['type']> = ['hidden', 'notice', 'resourceMapper'];

/** Texts that the form shows between its fields. */
export function notices(fields: INodeProperties[]): Array<{ text: string; shown: string }> {
	return fields
		.filter((field) => field.type === 'notice')
		.map((field) => ({
			text: field.displayName,
			shown: conditionWords(field.displayOptions, fields),
		}));
}

function plainRow(field: INodeProperties, same: INodeProperties[], all: INodeProperties[]) {
	const shown = same.map((other) => conditionWords(other.displayOptions, all));
	return { field, shown: shown.includes('') ? [] : [...new Set(shown)] };
}

/** Equal but for when they are shown. */
function isSameField(one: INodeProperties, other: INodeProperties): boolean {
	const content = (field: INodeProperties) =>
		JSON.stringify({ ...field, displayOptions: undefined });
	return content(one) === content(other);
}

/** The variants of a choice by model: all but one are shown for some models, one is hidden for all of those. */
function variantsOf(field: INodeProperties, all: INodeProperties[]): INodeProperties[] | undefined {
	const variants = all.filter(({ name, type }) => name === field.name && type === field.type);
	const rest = variants.filter((variant) => modelKey(variant) !== undefined);
	return variants.length > 1 && rest.length === 1 ? variants : undefined;
}

function modelKey(field: INodeProperties): string | undefined {
	return Object.keys(field.displayOptions?.hide ?? {})[0];
}

function modelRow(variants: INodeProperties[], all: INodeProperties[]): ParameterRow {
	const rest = variants.find((variant) => modelKey(variant) !== undefined) ?? variants[0];
	if (!rest) throw new Error('a field without variants');
	const key = modelKey(rest) ?? '';
	const models = variants.flatMap((variant): ModelValues[] => {
		const values = (variant.options ?? []).map((option) => (option as INodePropertyOptions).name);
		if (variant === rest) return [{ values }];
		const ids = (variant.displayOptions?.show?.[key] ?? []) as string[];
		return ids.map((id) => ({ id, values }));
	});
	const shown = conditionWords({ ...rest.displayOptions, hide: undefined }, all);
	return { field: rest, shown: shown ? [shown] : [], byModel: { field: key, models } };
}
