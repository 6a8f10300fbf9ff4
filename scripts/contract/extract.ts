import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

/** Nodes by name, and their parameters by path, such as `options.maxWaitTime`. */
export type Nodes = Record<string, { version: unknown; parameters: Record<string, object> }>;

/** What saved workflows depend on: names, types, defaults and values, but not labels or descriptions. */
export function extract(
	nodes: Array<Pick<INodeTypeDescription, 'name' | 'version' | 'properties'>>,
): Nodes {
	return sorted(
		nodes.map(({ name, version, properties }) => {
			return [name, { version, parameters: sorted(entries(properties, '')) }];
		}),
	);
}

function entries(fields: INodeProperties[], prefix: string): Array<[string, object]> {
	return fields.flatMap((field) => {
		const { type, default: value, options = [], modes, required } = field;
		if (type === 'notice' || type === 'resourceMapper') return []; // workflows store nothing for these
		const parameter = {
			type,
			default: value ?? null,
			...(/options$/i.test(type) && { options: options.map((one) => 'value' in one && one.value) }),
			...(modes && { modes: modes.map(({ name }) => name).sort() }),
			...(required && { required }),
		};
		const form = fields.filter((one) => isToolField(one) === isToolField(field));
		return suffixes(field, form).flatMap((own): Array<[string, object]> => {
			const suffix = isToolField(field) ? `${own}[tool]` : own;
			const path = `${prefix}${field.name}${suffix}`;
			const groups = options.filter((option) => 'values' in option);
			const inner = options.filter((option) => 'type' in option);
			return [
				[path, parameter],
				...groups.flatMap((group) => entries(group.values, `${path}.${group.name}.`)),
				...entries(inner, `${path}.`),
			];
		});
	});
}

/** True for a field shown only in agent tools. */
function isToolField({ displayOptions }: INodeProperties): boolean {
	return Boolean(displayOptions?.show?.['@tool']);
}

/**
 * Suffixes such as `[model=a]` for fields with the same name. Each value has its own suffix, so a new value adds one
 * suffix and leaves the others unchanged.
 */
function suffixes(field: INodeProperties, fields: INodeProperties[]): string[] {
	const shown = ({ displayOptions }: INodeProperties) =>
		(displayOptions?.show ?? {}) as Record<string, unknown[]>;
	const shows = fields.filter(({ name }) => name === field.name).map(shown);
	if (shows.length === 1) return [''];
	return Object.entries(shown(field))
		.filter(([key]) => new Set(shows.map((show) => JSON.stringify(show[key]))).size > 1)
		.reduce(
			(all, [key, values]) =>
				all.flatMap((words) => values.map((value) => [...words, `${key}=${String(value)}`])),
			[[]] as string[][],
		)
		.map((words) => `[${words.join(',') || 'otherwise'}]`);
}

const sorted = <T>(pairs: Array<[string, T]>): Record<string, T> =>
	Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : Number(a > b))));
