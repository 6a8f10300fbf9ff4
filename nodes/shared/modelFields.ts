import type { INodeProperties } from 'n8n-workflow';

export interface ByModel<T extends string | number> {
	displayName: string;
	name: string;
	description: string;
	/** The values that each model supports. */
	models: Array<{ id: string; values: T[] }>;
	/** The values offered for a model ID that is not in `models`. */
	otherwise: T[];
	/** The default, if the model supports it. */
	preferred: T;
	label?: (value: T) => string;
	/** Limits for a value from an expression. */
	typeOptions?: INodeProperties['typeOptions'];
	show?: Record<string, string[]>;
}

/**
 * A field that offers only what the chosen model supports. It has one variant for each distinct list of values, and one
 * for model IDs that the user typed.
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
	{ displayName, name, description, preferred, label = String, typeOptions }: ByModel<T>,
	values: T[],
	displayOptions: INodeProperties['displayOptions'],
): INodeProperties {
	const initial = values.includes(preferred) ? preferred : (values[0] ?? preferred);
	return {
		displayName,
		name,
		type: 'options',
		...(typeOptions ? { typeOptions } : {}),
		options: values.map((value) => ({ name: label(value), value })),
		default: initial,
		description,
		displayOptions,
	};
}
