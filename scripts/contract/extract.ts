import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

import type { NodeContract, Nodes, ParameterContract } from './types';

/** What saved workflows rely on: names, types, defaults and values, without any text of the form. */
export function extract(
	nodes: Array<Pick<INodeTypeDescription, 'name' | 'version' | 'properties'>>,
) {
	const entries = nodes.map(({ name, version, properties }): [string, NodeContract] => [
		name,
		{ version, parameters: sorted(parameters(properties, '')) },
	]);
	return sorted(entries) satisfies Nodes;
}

/** Fields that show something and store nothing. */
const TEXTS: Array<INodeProperties['type']> = ['notice', 'resourceMapper'];

function parameters(fields: INodeProperties[], path: string): Array<[string, ParameterContract]> {
	return fields
		.filter(({ type }) => !TEXTS.includes(type))
		.flatMap((field) => {
			const variants = fields.filter(({ name }) => name === field.name);
			return places(field, variants).flatMap((place): Array<[string, ParameterContract]> => {
				const own = `${path}${field.name}${place}`;
				return [[own, contractOf(field)], ...inside(field, own)];
			});
		});
}

function contractOf(field: INodeProperties): ParameterContract {
	const choices = field.type === 'options' || field.type === 'multiOptions';
	return {
		type: field.type,
		default: field.default ?? null,
		...(choices
			? { options: (field.options as INodePropertyOptions[]).map(({ value }) => value) }
			: {}),
		...(field.modes ? { modes: field.modes.map(({ name }) => name).sort() } : {}),
		...(field.required ? { required: true } : {}),
	};
}

function inside(field: INodeProperties, path: string): Array<[string, ParameterContract]> {
	if (field.type === 'collection') {
		return parameters((field.options ?? []) as INodeProperties[], `${path}.`);
	}
	if (field.type !== 'fixedCollection') return [];
	return (field.options as INodePropertyCollection[]).flatMap(({ name, values }) =>
		parameters(values, `${path}.${name}.`),
	);
}

/**
 * Tells apart the fields of one name by what they are shown for, such as `[model=gpt-image-2]`; one place for
 * each value, so that a new model adds places and changes none.
 */
function places(field: INodeProperties, variants: INodeProperties[]): string[] {
	if (variants.length === 1) return [''];
	const shown = field.displayOptions?.show ?? {};
	const telling = Object.keys(shown).filter((key) => {
		const values = variants.map((variant) => JSON.stringify(variant.displayOptions?.show?.[key]));
		return new Set(values).size > 1;
	});
	const combinations = telling.reduce<string[][]>(
		(all, key) =>
			all.flatMap((words) =>
				(shown[key] as unknown[]).map((value) => [...words, `${key}=${String(value)}`]),
			),
		[[]],
	);
	return combinations.map((words) => `[${words.length ? words.join(',') : 'otherwise'}]`);
}

function sorted<T>(entries: Array<[string, T]>): Record<string, T> {
	return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
