import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { conditionWords } from './conditions';

/** One row of a parameter table. */
export interface Row {
	field: INodeProperties;
	/** Alternative conditions for showing the field; empty if it's always shown. */
	shown: string[];
	/** Set if the choices depend on the model. The first variant is for models outside the list. */
	byModel?: { key: string; variants: INodeProperties[] };
}

/** False for notices, for fields that n8n's server fills in, and for the variants for agent tools. */
function isParameter({ type, displayOptions }: INodeProperties): boolean {
	return !['hidden', 'notice', 'resourceMapper'].includes(type) && !displayOptions?.show?.['@tool'];
}

/** The fields inside a collection. */
export function nested({ type, options = [] }: INodeProperties): INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	if (type !== 'fixedCollection') return [];
	return (options as INodePropertyCollection[]).flatMap(({ values }) => values);
}

/** Every parameter, including those inside collections. */
export function allFields(fields: INodeProperties[]): INodeProperties[] {
	return fields.filter(isParameter).flatMap((field) => [field, ...allFields(nested(field))]);
}

/**
 * Merges fields that look the same to a user into one row.
 * @param around outer fields that conditions may refer to
 */
export function rowsOf(fields: INodeProperties[], around: INodeProperties[] = []): Row[] {
	const byModel = fields.filter(modelKey).map(({ name }) => name);
	const groups = new Map<string, INodeProperties[]>();
	for (const field of fields.filter(isParameter)) {
		const content = JSON.stringify({ ...field, displayOptions: undefined });
		const group = byModel.includes(field.name) ? field.name : content;
		groups.set(group, [...(groups.get(group) ?? []), field]);
	}
	return [...groups.values()].map((group) => rowOf(group, [...fields, ...around]));
}

function rowOf(group: INodeProperties[], all: INodeProperties[]): Row {
	const field = (group.find(modelKey) ?? group[0]) as INodeProperties;
	const key = modelKey(field);
	const shown = (key ? [field] : group).map((one) => conditionWords(one, all));
	return {
		field,
		shown: shown.includes('') ? [] : [...new Set(shown)],
		...(key ? { byModel: { key, variants: [field, ...group] } } : {}),
	};
}

/** The name of the model parameter if the field is a variant shown only for models outside the list. */
function modelKey({ displayOptions }: INodeProperties): string | undefined {
	return Object.keys(displayOptions?.hide ?? {}).find((key) => !key.startsWith('@'));
}
