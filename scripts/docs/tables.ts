import type { INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';

import { choicesOf, type Choice } from './choices';
import { allFields, nested, rowsOf, type Row } from './fields';
import { shortList, table } from './markdown';
import { defaultWords, descriptionWords, TYPES } from './words';

/** Tables of a node's parameters, the fields inside them, and the entries in its lists. */
export async function nodeTables(node: INodeType, fields: INodeProperties[]): Promise<string> {
	const all = node.description.properties;
	const choices = new Map<string, Choice[]>();
	const locators = allFields(fields).filter(({ type }) => type === 'resourceLocator');
	for (const field of locators) choices.set(field.name, await choicesOf(node, field));
	const plain = fields.filter(({ type }) => type !== 'collection');
	const rows = rowsOf(plain, all);
	return [
		parameterTable(rows, choices),
		...fields.map((field) =>
			section(field.displayName, parameterTable(rowsOf(nested(field), all), choices)),
		),
		...locators.map(({ displayName, name }) =>
			section(`${displayName} list`, listTable(name, choices.get(name) ?? [], rows)),
		),
	]
		.filter(Boolean)
		.join('\n\n');
}

/** @param more text to append to a row's default and description */
export function parameterTable(
	rows: Row[],
	choices: Map<string, Choice[]>,
	more: (row: Row) => readonly [string, string] = () => ['', ''],
): string {
	const line = (row: Row) => [
		`**${row.field.displayName}**${row.field.required ? ' (required)' : ''}`,
		TYPES[row.field.type] ?? row.field.type,
		defaultWords(row, choices.get(row.field.name)) + more(row)[0],
		descriptionWords(row) + more(row)[1],
	];
	return table(['Parameter', 'Type', 'Default', 'What it does'], rows.map(line));
}

/** A table of a list's entries. A list of models also shows what each model supports. */
function listTable(name: string, choices: Choice[], rows: Row[]): string {
	const byModel = rows.flatMap((row) => (row.byModel?.key === name ? row.byModel : []));
	const withModes = choices.some(({ modes }) => modes.length > 0);
	const line = (label: string, id: string, modes: string, values: string[]) =>
		withModes ? [label, id, modes, ...values] : [label, id, ...values];
	const valuesOf = (id: string) =>
		byModel.map(({ variants }) => {
			const fits = ({ displayOptions }: INodeProperties) =>
				displayOptions?.show?.[name]?.some((value) => value === id);
			const options = (variants.find(fits) ?? variants[0])?.options as INodePropertyOptions[];
			return shortList(options.map((option) => option.name));
		});
	const labels = byModel.map(({ variants }) => variants[0]?.displayName ?? '');
	const lines = choices.map((choice) =>
		line(choice.name, `\`${choice.id}\``, choice.modes.join(', '), valuesOf(choice.id)),
	);
	if (byModel.length) lines.push(line('Any other, by ID', '', '', valuesOf('')));
	return table(line('Name', 'ID', 'Modes', labels), lines);
}

function section(heading: string, content: string): string {
	return content && `### ${heading}\n\n${content}`;
}
