import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

export interface PictureField {
	/** Begins the parameters' names: `image`, `mask`, `face` … */
	name: string;
	/** Begins the labels, Title Case. */
	label: string;
	/** A few words for descriptions: "the picture to enlarge". */
	what: string;
	/** A sentence for every description, without its period. */
	note?: string;
	/** Default of the file field. Two images of one item need two names. */
	defaultField?: string;
	displayOptions?: INodeProperties['displayOptions'];
	/** True for the main image of a tool: its field may name several files, one task each. */
	several?: boolean;
	/** Sources besides a file and a URL. */
	moreSources?: INodePropertyOptions[];
}

/** The three fields of one image: its source, the binary field and the URL. `Form.picture` reads them. */
export function pictureFields(picture: PictureField): INodeProperties[] {
	const {
		name,
		label,
		what,
		note,
		defaultField = 'data',
		displayOptions = {},
		several = name === 'image',
		moreSources = [],
	} = picture;
	const withNote = (text: string) => (note ? `${text}. ${note}.` : text);
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
			description: withNote(`Where ${what} comes from`),
			displayOptions,
		},
		{
			displayName: inputFieldLabel(label),
			name: `${name}BinaryProperty`,
			type: 'string',
			required: true,
			default: defaultField,
			hint: `The name of the input binary field containing ${what}`,
			description: withNote(
				`Name of the binary field of the incoming item that contains ${what}${several ? SEVERAL : ''}`,
			),
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
			description: withNote(`Public address (http or https) of ${what}`),
			displayOptions: shownFor('url'),
		},
	];
}

const SEVERAL =
	'. Several names separated by commas, patterns such as Photos_*, or * for all images of the item make one task per file.';

/** The label of the field that names an image's file. */
function inputFieldLabel(image: string): string {
	return image === 'Image' ? 'Input Binary Field' : `${image} Input Binary Field`;
}

export interface PicturesField {
	displayName: string;
	/** A few words for the description: "photos of the product". */
	what: string;
	defaultValue: string;
	required?: boolean;
	displayOptions?: INodeProperties['displayOptions'];
}

/** One field for several images, named by binary field or URL. `Form.pictures` reads it. */
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
