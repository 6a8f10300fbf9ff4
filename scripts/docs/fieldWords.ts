import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Choice } from './choices';
import { optionLabel } from './conditions';
import { code, fromHtml, sentence } from './markdown';
import type { ParameterRow } from './rows';

const TYPES: Partial<Record<INodeProperties['type'], string>> = {
	boolean: 'On / off',
	collection: 'Options',
	fixedCollection: 'List of entries',
	json: 'JSON',
	multiOptions: 'Several choices',
	number: 'Number',
	options: 'Choice',
	resourceLocator: 'List or ID',
	string: 'Text',
};

export function typeWords(field: INodeProperties): string {
	return TYPES[field.type] ?? field.type;
}

/** The value that a new node has. */
export function defaultWords({ field, byModel }: ParameterRow, choices: Choice[]): string {
	const value = field.default;
	if (byModel) return `${optionLabel(value, [field])}, or the first that the model has`;
	if (field.type === 'boolean') return value ? 'On' : 'Off';
	if (field.type === 'options') return optionLabel(value, [field]);
	if (field.type === 'multiOptions') {
		return (value as unknown[]).map((one) => optionLabel(one, [field])).join(', ') || 'none';
	}
	if (field.type === 'collection') return 'none';
	if (field.type === 'fixedCollection') {
		return Object.keys(value as object).length ? 'one entry' : 'none';
	}
	const id = field.type === 'resourceLocator' ? (value as { value: unknown }).value : value;
	if (id === '' || id === undefined || id === null) return 'empty';
	return choices.find((choice) => choice.id === id)?.name ?? code(literal(id));
}

function literal(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a field is for, what can be chosen, when it is shown. */
export function descriptionWords({ field, shown, byModel }: ParameterRow): string {
	const texts = [fromHtml(field.description ?? field.hint ?? '')];
	const offers = (field.options ?? []) as INodePropertyOptions[];
	if (byModel) texts.push('What you can choose depends on the model, see [Models](#models)');
	else if (field.type === 'options' || field.type === 'multiOptions') texts.push(list(offers));
	else if (field.type === 'collection') texts.push('See [Options](#options)');
	else if (field.type === 'fixedCollection') {
		texts.push(
			`See [${field.displayName}](#${field.displayName.toLowerCase().replaceAll(' ', '-')})`,
		);
	}
	if (shown.length) texts.push(`Shown when ${shown.join(', or when ')}`);
	return texts.filter(Boolean).map(sentence).join(' ');
}

function list(offers: INodePropertyOptions[]): string {
	const words = offers.map(({ name, description }) =>
		description ? `**${name}** (${lowerFirst(description).replace(/\.$/, '')})` : `**${name}**`,
	);
	return `Choices: ${words.join(', ')}`;
}

/** Inside brackets a text starts small, unless its first word is a name or an abbreviation. */
function lowerFirst(text: string): string {
	return /^(An?|The|[A-Z][a-z]+) /.test(text) && !text.startsWith('Fotor')
		? text.replace(/^./, (letter) => letter.toLowerCase())
		: text;
}
