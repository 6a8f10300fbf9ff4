import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { conditionWords } from './conditions';

/** One line of a parameter table. */
export interface Row {
	field: INodeProperties;
	/** When the form shows it, each an alternative; empty for a field that is always there. */
	shown: string[];
	/** Set when the choices depend on the model; first the variant for models outside the list. */
	byModel?: { key: string; variants: INodeProperties[] };
}

/** Notices and texts that n8n's server fills in are no parameters; agents' forms have variants of their own. */
function isParameter({ type, displayOptions }: INodeProperties): boolean {
	return !['hidden', 'notice', 'resourceMapper'].includes(type) && !displayOptions?.show?.['@tool'];
}

/** The fields inside a collection. */
export function nested({ type, options = [] }: INodeProperties): INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	if (type !== 'fixedCollection') return [];
	return (options as INodePropertyCollection[]).flatMap(({ values }) => values);
}

/** Every parameter, those inside collections too. */
export function allFields(fields: INodeProperties[]): INodeProperties[] {
	return fields.filter(isParameter).flatMap((field) => [field, ...allFields(nested(field))]);
}

/**
 * Fields that are the same to a user become one line.
 * @param around fields outside, which conditions may speak of too
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

/** Of a variant for models outside the list, which is hidden for all others. */
function modelKey({ displayOptions }: INodeProperties): string | undefined {
	return Object.keys(displayOptions?.hide ?? {}).find((key) => !key.startsWith('@'));
}
