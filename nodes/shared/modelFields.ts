import type { INodeProperties } from 'n8n-workflow';

export interface ByModel<T extends string | number> {
	displayName: string;
	name: string;
	description: string;
	/** Model ids with the values that each can do. */
	models: Array<{ id: string; values: T[] }>;
	/** Offered for an id that is not in the list. */
	otherwise: T[];
	/** Chosen at first where the model can do it. */
	preferred: T;
	label?: (value: T) => string;
	show?: Record<string, string[]>;
}

/**
 * One field that offers what the chosen model can do: a variant of it for each distinct set of values, and one
 * for model ids that the user typed.
 */
export function fieldByModel<T extends string | number>(field: ByModel<T>): INodeProperties[] {
	const sets = new Map<string, { values: T[]; ids: string[] }>();
	for (const { id, values } of field.models) {
		const key = JSON.stringify(values);
		const set = sets.get(key) ?? { values, ids: [] };
		set.ids.push(id);
		sets.set(key, set);
	}
	const known = field.models.map(({ id }) => id);
	return [
		...[...sets.values()].map(({ values, ids }) =>
			variant(field, values, { show: { ...field.show, model: ids } }),
		),
		variant(field, field.otherwise, {
			...(field.show ? { show: field.show } : {}),
			hide: { model: known },
		}),
	];
}

function variant<T extends string | number>(
	{ displayName, name, description, preferred, label = String }: ByModel<T>,
	values: T[],
	displayOptions: INodeProperties['displayOptions'],
): INodeProperties {
	const chosen = values.includes(preferred) ? preferred : (values[0] ?? preferred);
	return {
		displayName,
		name,
		type: 'options',
		options: values.map((value) => ({ name: label(value), value })),
		default: chosen,
		description,
		displayOptions,
	};
}
