import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Style } from '../../fotor/catalogue/types';
import { optionsOf, optionWords } from './choose';

/** Agents get no files, and give none. */
const FILE_FIELDS = [
	'downloadResult',
	'fileName',
	'maxFileSize',
	'outputBinaryProperty',
	'uploadMethod',
];

/**
 * The fields of a node and those that n8n shows when the node is a tool of an agent. Where the two forms differ, a field has
 * two definitions of one name. `Form` reads both, with the fields as they were.
 * @param lists what a resource locator offers, by the field's name; the tool form has a plain list instead
 */
export function toolForm(
	fields: INodeProperties[],
	lists: Record<string, Style[]> = {},
): INodeProperties[] {
	return fields.flatMap((field, index) => {
		if (FILE_FIELDS.includes(field.name)) return [inForm(field, false)];
		const variants = fields.filter(({ name }) => name === field.name);
		// Variants by model become one text field, after the last of them.
		if (variants.length > 1 && variants.some(byModel)) {
			const isLast = fields.map(({ name }) => name).lastIndexOf(field.name) === index;
			const text = { ...asText(field, variants), default: '', displayOptions: unmodeled(field) };
			return isLast ? [inForm(field, false), inForm(text, true)] : [inForm(field, false)];
		}
		const changed = changedField(field, lists);
		return changed ? [inForm(field, false), inForm(changed, true)] : [withoutFiles(field)];
	});
}

function changedField(field: INodeProperties, lists: Record<string, Style[]>) {
	const { name, type, noDataExpression } = field;
	if (type === 'options' && name.endsWith('Source')) return asSource(field);
	if (name.endsWith('BinaryProperty')) return asChatFile(field);
	if (name === 'images') return asUrls(field);
	if (type === 'options' && !noDataExpression) return asText(field, [field]);
	if (type === 'resourceLocator' && lists[name]) return asList(field, lists[name]);
	return undefined;
}

/** A text that n8n can let the model fill in, which it doesn't offer for lists. `Values.option` reads it. */
function asText(field: INodeProperties, variants: INodeProperties[]): INodeProperties {
	const { displayName, name, description = '', default: value, displayOptions } = field;
	const options = optionsOf(variants);
	const example = options.find((option) => option.value === value) ?? options[0];
	const empty = variants.length > 1 ? ' It depends on the model; empty for its default.' : '';
	return {
		displayName,
		name,
		type: 'string',
		default: String(value as string | number),
		placeholder: example ? `e.g. ${example.value as string}` : '',
		description: `${ended(description)} One of: ${options.map(optionWords).join(', ')}.${empty}`,
		...(displayOptions ? { displayOptions } : {}),
	};
}

function asSource(field: INodeProperties): INodeProperties {
	const options = (field.options as INodePropertyOptions[]).map((option) =>
		option.value === 'binary'
			? {
					name: 'File From the Chat',
					value: 'binary',
					description: 'A file that a chat trigger got',
				}
			: option,
	);
	return { ...field, options, default: 'url' };
}

function asChatFile(field: INodeProperties): INodeProperties {
	return {
		...without(field, 'typeOptions'),
		default: '',
		placeholder: "e.g. {{ $('When chat message received').item.binary.data0 }}",
		hint: "An expression that gives the chat's file: {{ $('When chat message received').item.binary.data0 }}",
		description:
			"The file itself, by an expression. A tool has no input item, so a field's name finds nothing.",
	};
}

function asUrls(field: INodeProperties): INodeProperties {
	return {
		...without(field, 'hint'),
		default: '',
		placeholder: 'e.g. https://example.com/1.png, https://example.com/2.png',
		description: 'Public URLs (http or https) of the images, separated by commas',
	};
}

function asList(field: INodeProperties, styles: Style[]): INodeProperties {
	return {
		...without(field, 'modes'),
		type: 'options',
		options: styles.map(({ id, name }) => ({ name, value: id })),
		default: (field.default as { value: string }).value,
	};
}

function withoutFiles(field: INodeProperties): INodeProperties {
	if (field.type !== 'collection') return field;
	const options = (field.options as INodeProperties[]).map((option) =>
		FILE_FIELDS.includes(option.name) ? inForm(option, false) : option,
	);
	return { ...field, options };
}

/** The field for one of the two forms only. */
function inForm(field: INodeProperties, tool: boolean): INodeProperties {
	const { show, hide } = field.displayOptions ?? {};
	return {
		...field,
		displayOptions: tool
			? { ...field.displayOptions, show: { ...show, '@tool': [true] } }
			: { ...field.displayOptions, hide: { ...hide, '@tool': [true] } },
	};
}

const byModel = ({ displayOptions: { show, hide } = {} }: INodeProperties) =>
	Boolean(show?.model ?? hide?.model);

/** When any variant of a field by model is shown. */
function unmodeled({ displayOptions }: INodeProperties): INodeProperties['displayOptions'] {
	return { show: without({ ...displayOptions?.show }, 'model') };
}

function without<T extends object>(object: T, key: keyof T): T {
	const copy = { ...object };
	delete copy[key];
	return copy;
}

const ended = (text: string) => (/[.]$/.test(text) || !text ? text : `${text}.`);
