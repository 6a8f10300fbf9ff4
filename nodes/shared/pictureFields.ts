import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { inputFieldLabel } from './form';

export interface PictureField {
	/** Begins the parameters' names: `image`, `mask`, `face` … */
	name: string;
	/** The picture's name in the form, Title Case. */
	label: string;
	/** What the picture is, in a few words: "the picture to enlarge". */
	what: string;
	/** What else to know about it, as a sentence without its full stop. */
	note?: string;
	/** Default of the file field; two pictures of one item need two names. */
	defaultField?: string;
	displayOptions?: INodeProperties['displayOptions'];
	/** Ways to get the picture that this tool has beyond a file and a URL. */
	moreSources?: INodePropertyOptions[];
}

/** The three fields of a picture: from a file or a URL, and each one's place. */
export function pictureFields(picture: PictureField): INodeProperties[] {
	const {
		name,
		label,
		what,
		note,
		defaultField = 'data',
		displayOptions = {},
		moreSources = [],
	} = picture;
	const say = (text: string) => (note ? `${text}. ${note}.` : text);
	const shownFor = (source: string) => ({
		...displayOptions,
		show: { ...displayOptions.show, [`${name}Source`]: [source] },
	});
	return [
		{
			displayName: `${label} Source`,
			name: `${name}Source`,
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Binary File', value: 'binary', description: 'A file of the incoming item' },
				{ name: 'URL', value: 'url', description: 'An address that Fotor can open itself' },
				...moreSources,
			],
			default: 'binary',
			description: say(`Where ${what} comes from`),
			displayOptions,
		},
		{
			displayName: inputFieldLabel(label),
			name: `${name}BinaryProperty`,
			type: 'string',
			required: true,
			default: defaultField,
			hint: `The name of the input binary field containing ${what}`,
			description: say(`Name of the binary field of the incoming item that contains ${what}`),
			typeOptions: { binaryDataProperty: true },
			displayOptions: shownFor('binary'),
		},
		{
			displayName: `${label} URL`,
			name: `${name}Url`,
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://example.com/image.png',
			description: say(`Public address (http or https) of ${what}`),
			displayOptions: shownFor('url'),
		},
	];
}

export interface PicturesField {
	displayName: string;
	/** What the pictures are for. */
	what: string;
	defaultValue: string;
	required?: boolean;
	displayOptions?: INodeProperties['displayOptions'];
}

/** One field for several pictures: names of binary fields and addresses, in their order. */
export function picturesField({
	displayName,
	what,
	required = false,
	displayOptions = {},
	defaultValue,
}: PicturesField): INodeProperties {
	return {
		displayName,
		name: 'images',
		type: 'string',
		required,
		default: defaultValue,
		placeholder: 'e.g. data, https://example.com/image.png',
		hint: 'Names of input binary fields, or web addresses, separated by commas',
		description: `The ${what}: names of binary fields of the incoming item or public addresses (http or https), separated by commas`,
		displayOptions,
	};
}
