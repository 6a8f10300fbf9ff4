import type { INodeProperties } from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { picturesField } from '../shared/pictureFields';
import { countPrice } from '../shared/price';
import { listedField } from './listed';

/** Fotor's client sends the adjectives 'American' and 'Japanese'. The other values follow the same pattern. */
const MARKETS = [
	{ name: 'Brazil', value: 'Brazilian' },
	{ name: 'China', value: 'Chinese' },
	{ name: 'France', value: 'French' },
	{ name: 'Germany', value: 'German' },
	{ name: 'India', value: 'Indian' },
	{ name: 'Italy', value: 'Italian' },
	{ name: 'Japan', value: 'Japanese' },
	{ name: 'Mexico', value: 'Mexican' },
	{ name: 'South Korea', value: 'Korean' },
	{ name: 'Spain', value: 'Spanish' },
	{ name: 'United Kingdom', value: 'British' },
	{ name: 'United States', value: 'American' },
];

const LANGUAGES = [
	{ name: 'Chinese', value: 'zh_CN' },
	{ name: 'English', value: 'en_US' },
	{ name: 'French', value: 'fr_FR' },
	{ name: 'German', value: 'de_DE' },
	{ name: 'Italian', value: 'it_IT' },
	{ name: 'Japanese', value: 'ja_JP' },
	{ name: 'Korean', value: 'ko_KR' },
	{ name: 'No Text in the Images', value: '' },
	{ name: 'Portuguese', value: 'pt_BR' },
	{ name: 'Spanish', value: 'es_ES' },
];

export const LISTING_FIELDS: INodeProperties[] = [
	picturesField({
		displayName: 'Product Images',
		what: 'images of the product',
		defaultValue: 'data',
		required: true,
	}),
	{
		displayName: 'Number of Images',
		name: 'count',
		type: 'number',
		// "num must be between 1 and 8" (API reference, section 3).
		typeOptions: { minValue: 1, maxValue: 8, numberPrecision: 0 },
		hint: countPrice(ENDPOINTS.listingSet),
		default: 1,
		description: 'How many images to make, 1 to 8',
	},
	...listedField({
		displayName: 'Platform',
		name: 'platform',
		options: ['Amazon', 'eBay', 'Etsy', 'Shopify', 'TikTok Shop', 'Walmart'].map((name) => ({
			name,
			value: name,
		})),
		default: 'Amazon',
		placeholder: 'e.g. Zalando',
		description: 'The store or marketplace that the images are for',
	}),
	...listedField({
		displayName: 'Market',
		name: 'country',
		options: MARKETS,
		default: 'American',
		placeholder: 'e.g. Swedish',
		description: 'Where the product is sold. The market determines how people in the images look.',
	}),
	...listedField({
		displayName: 'Language',
		name: 'language',
		options: LANGUAGES,
		default: 'en_US',
		placeholder: 'e.g. sv_SE',
		description: 'Language of the text in the images',
		hint: "Fotor doesn't publish a list of platforms, markets or languages. Fotor's own client suggests Amazon, United States and English.",
	}),
	{
		displayName: 'Aspect Ratio',
		name: 'aspectRatio',
		type: 'options',
		options: ['1:1', '2:3', '3:2', '3:4', '4:3', '16:9', '9:16'].map((ratio) => ({
			name: ratio,
			value: ratio,
		})),
		default: '1:1',
		description: 'Width-to-height ratio of the images',
	},
	{
		displayName: 'Image Type',
		name: 'imageType',
		type: 'options',
		options: [
			{ name: 'A+ Content', value: 'aplus', description: 'For the detailed product description' },
			{ name: 'Listing', value: 'listing', description: "For the listing's image gallery" },
		],
		default: 'listing',
		description: 'Which part of the listing the images are for',
	},
];

export const LISTING_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Brand Information',
		name: 'brandInfo',
		type: 'string',
		default: '',
		description: 'Colors, fonts and look of the brand, in your own words',
	},
	{
		displayName: 'Brand Logo',
		name: 'brandLogo',
		type: 'string',
		default: '',
		placeholder: 'e.g. logo, https://example.com/logo.png',
		description: 'Binary field name or public URL of the logo',
	},
	{
		displayName: 'Scenes',
		name: 'scenes',
		type: 'string',
		default: '',
		description: 'Names of scenes, separated by commas. If empty, Fotor chooses.',
	},
	{
		displayName: 'Selling Points',
		name: 'sellingPoints',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: 'What makes the product worth buying',
	},
];
