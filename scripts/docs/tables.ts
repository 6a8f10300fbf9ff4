import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import type { Choice } from './choices';
import { defaultWords, descriptionWords, typeWords } from './fieldWords';
import { code, shortList, table } from './markdown';
import { parameterRows, type ParameterRow } from './rows';

/** Every field, those inside collections too. */
export function allFields(fields: INodeProperties[]): INodeProperties[] {
	return fields.flatMap((field) => [field, ...allFields(nested(field))]);
}

function nested(field: INodeProperties): INodeProperties[] {
	if (field.type === 'collection') return (field.options ?? []) as INodeProperties[];
	if (field.type !== 'fixedCollection') return [];
	return (field.options as INodePropertyCollection[]).flatMap(({ values }) => values);
}

/** The fields of a form or of a collection. */
export function parameterTable(rows: ParameterRow[], choices: Map<string, Choice[]>): string {
	return table(
		['Parameter', 'Type', 'Default', 'What it does'],
		rows.map((row) => [
			`**${row.field.displayName}**${row.field.required ? ' (required)' : ''}`,
			typeWords(row.field),
			defaultWords(row, choices.get(row.field.name) ?? []),
			descriptionWords(row),
		]),
	);
}

/** A table for each field that holds others. Options of several operations are one table. */
export function subTables(fields: INodeProperties[], choices: Map<string, Choice[]>): string[] {
	const groups = new Map<string, INodeProperties[]>();
	for (const field of fields.filter((candidate) => nested(candidate).length > 0)) {
		const known = groups.get(field.displayName) ?? [];
		const names = known.map(({ name }) => name);
		const added = nested(field).filter(({ name }) => !names.includes(name));
		groups.set(field.displayName, [...known, ...added]);
	}
	return [...groups].flatMap(([label, inner]) => [
		`## ${label}`,
		label === 'Options' ? "Click 'Add option' in the node to see these." : '',
		parameterTable(parameterRows(inner, fields), choices),
	]);
}

/** What each model can do, where fields depend on the model. */
export function modelTables(rows: ParameterRow[], choices: Map<string, Choice[]>): string[] {
	const byModel = rows.flatMap((row) => (row.byModel ? [{ row, ...row.byModel }] : []));
	const key = byModel[0]?.field;
	if (!key) return [];
	const models = choices.get(key) ?? [];
	const withModes = models.some(({ modes }) => modes.length > 0);
	const values = (of: (typeof byModel)[number], id?: string) =>
		shortList(of.models.find((model) => model.id === id)?.values ?? []);
	const line = (name: string, id: string, modes: string, model?: string) => [
		name,
		id,
		...(withModes ? [modes] : []),
		...byModel.map((of) => values(of, model)),
	];
	return [
		'## Models',
		table(
			[
				'Model',
				'ID',
				...(withModes ? ['Modes'] : []),
				...byModel.map(({ row }) => row.field.displayName),
			],
			[
				...models.map(({ id, name, modes }) => line(name, code(id), modes.join(', '), id)),
				line('Any other, by ID', '', '', undefined),
			],
		),
	];
}

/** What the lists offer that are not models. */
export function lists(
	fields: INodeProperties[],
	rows: ParameterRow[],
	choices: Map<string, Choice[]>,
): string[] {
	const shown = rows.map(({ byModel }) => byModel?.field);
	return allFields(fields)
		.filter((field) => field.type === 'resourceLocator' && !shown.includes(field.name))
		.flatMap((field) => [
			`## ${field.displayName}: what the list has`,
			table(
				['Name', 'ID'],
				(choices.get(field.name) ?? []).map(({ id, name }) => [name, code(id)]),
			),
		]);
}
