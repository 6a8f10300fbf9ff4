import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { chosenOption } from '../shared/choose';
import type { Form } from '../shared/form';

/** The entry for a value that is not in the list. */
const OTHER = 'other';

const otherName = (name: string) => `other${name[0]?.toUpperCase()}${name.slice(1)}`;

/** A list with an 'Other' entry, and the text field that appears if 'Other' is selected. `readListed` reads both. */
export function listedField(
	field: Pick<INodeProperties, 'displayName' | 'name' | 'default' | 'description' | 'hint'> & {
		options: INodePropertyOptions[];
		/** Placeholder of the text field. */
		placeholder: string;
	},
): INodeProperties[] {
	const { placeholder, ...list } = field;
	return [
		{
			...list,
			type: 'options',
			options: [...field.options, { name: 'Other', value: OTHER }],
		},
		{
			displayName: `Other ${field.displayName}`,
			name: otherName(field.name),
			type: 'string',
			// Not marked as required, because otherwise n8n would demand a value even when an expression sets the list.
			default: '',
			placeholder,
			description: 'Sent to Fotor exactly as you enter it',
			displayOptions: { show: { [field.name]: [OTHER] } },
		},
	];
}

/**
 * The value of a {@link listedField}. Accepts values that are not in the list, because Fotor doesn't publish which
 * values exist.
 * @throws Failure if the field is empty, unless the list includes an empty value
 */
export function readListed(form: Form, fields: INodeProperties[], name: string): string {
	const options = fields.find((field) => field.name === name)?.options as INodePropertyOptions[];
	const mayBeEmpty = options.some(({ value }) => value === '');
	const given = mayBeEmpty ? form.optionalText(name) : form.text(name);
	const value = String(chosenOption(options, given) ?? given);
	return value === OTHER ? form.text(otherName(name)) : value;
}
