import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Choice } from './choices';
import { optionLabel } from './conditions';
import type { Row } from './fields';
import { anchor, sentence } from './markdown';

/** What the docs call each type of field. */
export const TYPES: Partial<Record<INodeProperties['type'], string>> = {
	boolean: 'On / off',
	dateTime: 'Date and time',
	fixedCollection: 'List of entries',
	json: 'JSON',
	multiOptions: 'Several choices',
	number: 'Number',
	options: 'Choice',
	resourceLocator: 'List or ID',
	string: 'Text',
};

/** The default value as the form shows it. */
export function defaultWords({ field, byModel }: Row, choices: Choice[] = []): string {
	const { type, default: value } = field;
	if (byModel) return `${optionLabel(value, [field])}, or the first choice the model offers`;
	if (type === 'boolean') return value ? 'On' : 'Off';
	if (type === 'options') return optionLabel(value, [field]);
	if (Array.isArray(value)) {
		return value.map((one) => optionLabel(one, [field])).join(', ') || 'none';
	}
	if (type === 'fixedCollection') return Object.keys(value as object).length ? 'one entry' : 'none';
	const id = type === 'resourceLocator' ? (value as { value: unknown }).value : value;
	const literal = typeof id === 'string' ? id : JSON.stringify(id);
	if (!literal) return 'empty';
	return choices.find((choice) => choice.id === id)?.name ?? `\`${literal}\``;
}

/** What a field does, its choices, and when it's shown. */
export function descriptionWords({ field, shown, byModel }: Row): string {
	const { description, hint = '', displayName, type } = field;
	const texts = [description ?? hint];
	if (byModel) texts.push('The choices depend on the model. See the [Model list](#model-list)');
	else if (type === 'options' || type === 'multiOptions') texts.push(choiceWords(field.options));
	else if (type === 'fixedCollection') texts.push(`See [${displayName}](#${anchor(displayName)})`);
	if (shown.length) texts.push(`Shown when ${shown.join(', or when ')}`);
	return texts
		.filter(Boolean)
		.map(sentence)
		.join(' ')
		.replace(/<\/?code>/g, '`');
}

function choiceWords(options: INodeProperties['options'] = []): string {
	const words = (options as INodePropertyOptions[]).map(({ name, description }) =>
		description ? `**${name}**: ${description}` : `**${name}**`,
	);
	return words.some((text) => text.includes(': '))
		? words.map(sentence).join(' ')
		: words.join(', ');
}
