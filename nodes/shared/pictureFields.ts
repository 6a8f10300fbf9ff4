import type { INodeProperties } from 'n8n-workflow';

export interface PictureField {
	/** Prefix of the parameter names: `image`, `mask`, `face` … */
	name: string;
	/** Prefix of the labels, in Title Case. */
	label: string;
	/** Noun phrase for descriptions, such as "the image to enlarge". */
	what: string;
	/** A limit for the hint, without a period: "No side may be longer than 1536 px". */
	note?: string;
	/** Default of the binary field name. Two images in the same item need different names. */
	defaultField?: string;
	displayOptions?: INodeProperties['displayOptions'];
	/** True for a tool's main image, whose field may name several files. Each file gets its own task. */
	several?: boolean;
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
	} = picture;
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
				{ name: 'Binary File', value: 'binary', description: 'A file from the input item' },
				{ name: 'URL', value: 'url', description: 'Public link to the image' },
			],
			default: 'binary',
			description: `Where ${what} comes from`,
			displayOptions,
		},
		{
			displayName: inputFieldLabel(label),
			name: `${name}BinaryProperty`,
			type: 'string',
			required: true,
			default: defaultField,
			hint: [FIND_NAME, note].filter(Boolean).join('. '),
			description: `Name of the binary field with ${what}${several ? SEVERAL : ''}`,
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
			description: `Public URL (http or https) of ${what}`,
			...(note ? { hint: note } : {}),
			displayOptions: shownFor('url'),
		},
	];
}

/** Where to find the names of an item's files. */
export const FIND_NAME = "Field name from the input's Binary tab";

const SEVERAL =
	'. To start one task per file, enter several names separated by commas, a pattern such as Photos_*, or * for all images in the item.';

/** Canvas subtitle of a node that has no other setting to show: where its image comes from. */
export function imageSubtitle(name: string): string {
	return `={{ $parameter["${name}Source"] === "url" ? "URL" : $parameter["${name}BinaryProperty"] }}`;
}

/** The label of the field that names an image's file. */
function inputFieldLabel(image: string): string {
	return image === 'Image' ? 'Input Binary Field' : `${image} Input Binary Field`;
}

export interface PicturesField {
	displayName: string;
	/** Noun phrase for the description, such as "images of the product". */
	what: string;
	defaultValue: string;
	required?: boolean;
	displayOptions?: INodeProperties['displayOptions'];
}

/** One field for several images, given as binary field names or URLs. `Form.pictures` reads this field. */
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
		hint: 'Binary field names or URLs, separated by commas',
		description: `The ${what}. Files: <code>data, logo</code>. URLs: <code>https://example.com/1.png, https://example.com/2.png</code>. You can mix both.`,
		displayOptions,
	};
}
