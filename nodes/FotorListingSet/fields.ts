import type { INodeProperties } from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { picturesField } from '../shared/pictureFields';
import { countPrice } from '../shared/price';

export const LISTING_FIELDS: INodeProperties[] = [
	picturesField({
		displayName: 'Product Images',
		what: 'photos of the product',
		defaultValue: 'data',
		required: true,
	}),
	{
		displayName: 'Number of Pictures',
		name: 'count',
		type: 'number',
		// "num must be between 1 and 8" (API reference, section 3).
		typeOptions: { minValue: 1, maxValue: 8, numberPrecision: 0 },
		default: 1,
		hint: countPrice(ENDPOINTS.listingSet),
		description: 'How many images to make, 1 to 8',
	},
	{
		displayName: 'Platform',
		name: 'platform',
		type: 'string',
		default: 'Amazon',
		placeholder: 'e.g. Amazon',
		description: 'The shop that the pictures are for',
	},
	{
		displayName: 'Country',
		name: 'country',
		type: 'string',
		default: 'American',
		placeholder: 'e.g. American',
		description:
			"The market that the pictures are for. 'American' is the word that the known client sends.",
	},
	{
		displayName: 'Language',
		name: 'language',
		type: 'string',
		default: 'en_US',
		placeholder: 'e.g. en_US',
		description: 'Language code of texts in the pictures; empty for pictures without text',
	},
	{
		displayName: 'Aspect Ratio',
		name: 'aspectRatio',
		type: 'options',
		options: ['1:1', '2:3', '3:2', '3:4', '4:3', '16:9', '9:16'].map((ratio) => ({
			name: ratio,
			value: ratio,
		})),
		default: '1:1',
		description: 'Shape of the pictures: width to height',
	},
	{
		displayName: 'Image Type',
		name: 'imageType',
		type: 'options',
		options: [
			{ name: 'A+ Content', value: 'aplus', description: 'For the detailed product description' },
			{ name: 'Listing', value: 'listing', description: 'For the gallery of the listing' },
		],
		default: 'listing',
		description: 'Which part of the listing the pictures are for',
	},
];

export const LISTING_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Brand Information',
		name: 'brandInfo',
		type: 'string',
		default: '',
		description: 'What to know about the brand',
	},
	{
		displayName: 'Brand Logo',
		name: 'brandLogo',
		type: 'string',
		default: '',
		placeholder: 'e.g. logo, https://example.com/logo.png',
		description: 'Name of a binary field of the incoming item, or a public address',
	},
	{
		displayName: 'Scenes',
		name: 'scenes',
		type: 'string',
		default: '',
		description: 'Names of scenes, separated by commas. Empty for an automatic choice.',
	},
	{
		displayName: 'Selling Points',
		name: 'sellingPoints',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: 'What speaks for the product',
	},
];
