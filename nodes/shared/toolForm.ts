import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import type { Style } from '../../fotor/catalogue/types';
import { optionsOf, optionWords } from './choose';
import { ended, forModel, withExample, withUrls } from './modelTexts';

/** Fields hidden in a tool's form, because agents can't receive or return files, and a tool call has no input item. */
const NOT_FOR_TOOLS = [
	'downloadResult',
	'fileName',
	'includeOtherFields',
	'maxFileSize',
	'outputBinaryProperty',
	'uploadMethod',
];

/**
 * The fields for a node's own form and for its form as an agent's tool. Where the two forms differ, a field has two
 * definitions with the same name. `Form` reads either form, using the original fields.
 * @param lists the entries of each resource locator, by field name. The tool form shows them as a plain list
 */
export function toolForm(
	fields: INodeProperties[],
	lists: Record<string, Style[]> = {},
): INodeProperties[] {
	return fields.flatMap((field, index) => {
		if (NOT_FOR_TOOLS.includes(field.name)) return [inForm(field, false)];
		const variants = fields.filter(({ name }) => name === field.name);
		// Variants that depend on the model become one text field, placed after the last variant.
		if (variants.length > 1 && variants.some(byModel)) {
			const isLast = fields.map(({ name }) => name).lastIndexOf(field.name) === index;
			const text = { ...asText(field, variants), default: '', displayOptions: unmodeled(field) };
			return isLast ? [inForm(field, false), inForm(text, true)] : [inForm(field, false)];
		}
		if (field.type === 'hidden') return [field];
		if (field.name === 'toolDescription') return [withUrls(field, fields)];
		const inner = withInner(field);
		const changed = changedField(inner, lists);
		return changed ? [inForm(inner, false), inForm(withExample(changed), true)] : [inner];
	});
}

function changedField(field: INodeProperties, lists: Record<string, Style[]>) {
	const { name, type, noDataExpression } = field;
	if (type === 'options' && name.endsWith('Source')) return asSource(field);
	if (name.endsWith('BinaryProperty')) return asChatFile(field);
	if (name === 'images') return asUrls(field);
	if (type === 'options' && !noDataExpression) return asText(field, [field]);
	if (type === 'resourceLocator' && lists[name]) return asList(field, lists[name]);
	return forModel(field);
}

/** Turns a list into a text field, since a model can fill in text fields but not lists. `Values.option` reads both. */
function asText(field: INodeProperties, variants: INodeProperties[]): INodeProperties {
	const { displayName, name, description = '', default: value, displayOptions } = field;
	const options = optionsOf(variants);
	const example = options.find((option) => option.value === value) ?? options[0];
	const empty =
		variants.length > 1
			? " The choices depend on the model. If empty, the model's default is used."
			: '';
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
					description: 'A file that a chat trigger received',
				}
			: option,
	);
	return { ...field, options, default: 'url' };
}

/** The first file of a chat message. */
const CHAT_FILE = "{{ $('When chat message received').item.binary.data0 }}";

function asChatFile(field: INodeProperties): INodeProperties {
	return {
		...without(field, 'typeOptions'),
		default: '',
		placeholder: `e.g. ${CHAT_FILE}`,
		hint: `An expression that returns the file from the chat: ${CHAT_FILE}`,
		description: `An expression that returns the file itself. A tool has no input item, so a field name doesn't work here. You, not the model, set this field. For example: ${CHAT_FILE}.`,
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

/** Both forms share a collection, so its options are worded to suit both. The tool form hides the options for files. */
function withInner(field: INodeProperties): INodeProperties {
	if (field.type === 'collection') {
		const options = (field.options as INodeProperties[]).map(withExample);
		const inForms = options.map((one) =>
			NOT_FOR_TOOLS.includes(one.name) ? inForm(one, false) : one,
		);
		return { ...field, options: inForms };
	}
	if (field.type !== 'fixedCollection') return field;
	const groups = field.options as INodePropertyCollection[];
	const options = groups.map((group) => ({ ...group, values: group.values.map(withExample) }));
	return { ...field, options };
}

/** Shows a field in only one of the two forms. */
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

/** A field's display conditions without the condition on the model, so they apply to all variants. */
function unmodeled({ displayOptions }: INodeProperties): INodeProperties['displayOptions'] {
	return { show: without({ ...displayOptions?.show }, 'model') };
}

function without<T extends object>(object: T, key: keyof T): T {
	const copy = { ...object };
	delete copy[key];
	return copy;
}
