import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { inputFailure } from '../../fotor/failure';
import { actionField } from '../shared/actionField';
import type { Form } from '../shared/form';
import { cost, priceHints } from '../shared/price';
import { resultFields } from '../shared/resultFields';
import { icon, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';
import { LISTING_FIELDS, LISTING_OPTIONS } from './fields';
import { readListed } from './listed';

const FIELDS: INodeProperties[] = [
	...toolDescriptions(
		'Make a set of product images for an online listing from images of the product',
		cost(ENDPOINTS.listingSet),
	),
	actionField('Make product listing set'),
	...LISTING_FIELDS,
	...resultFields({ ownOptions: LISTING_OPTIONS }),
];

export class FotorListingSet implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor Product Listing Set',
		name: 'fotorListingSet',
		icon: icon('listingSet'),
		defaults: { name: 'Fotor Product Listing Set' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.listingSet),
		subtitle:
			'={{ $parameter["count"] + " for " + ($parameter["platform"] === "other" ? $parameter["otherPlatform"] : $parameter["platform"]) }}',
		description: 'Make a set of product images for an online listing',
		builderHint: {
			searchHint:
				'Makes a set of product images for an online listing. Returns one item per image.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotorBackgroundRemover',
					relationHint: 'Cuts the subject out',
				},
			],
		},
		properties: toolForm(FIELDS),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.listingSet, fields: FIELDS, request });
	}
}

/** API reference, section 20. Empty optional fields are left out, so Fotor chooses their values. */
function request(form: Form): ToolRequest {
	const products = form.pictures('images');
	if (products.length === 0) {
		throw inputFailure(
			"'Product Images' is empty",
			"Enter a binary field name such as data, or a URL, in 'Product Images'.",
		);
	}
	const { options } = form;
	const scenes = options
		.optionalText('scenes')
		.split(/[,\n]/)
		.map((scene) => scene.trim())
		.filter(Boolean);
	const sellPoints = options.optionalText('sellingPoints');
	const brandInfo = options.optionalText('brandInfo');
	const brandLogo = options.optionalText('brandLogo');
	return {
		body: {
			image_urls: products,
			num: form.number('count'),
			platform: readListed(form, LISTING_FIELDS, 'platform'),
			country: readListed(form, LISTING_FIELDS, 'country'),
			language: readListed(form, LISTING_FIELDS, 'language'),
			aspect_ratio: form.option('aspectRatio'),
			image_type: form.option('imageType'),
			...(scenes.length ? { scenes } : {}),
			...(sellPoints ? { sell_points: sellPoints } : {}),
			...(brandInfo ? { brand_info: brandInfo } : {}),
			...(brandLogo ? { brand_logo: form.pictureOf(brandLogo, options.label('brandLogo')) } : {}),
		},
	};
}
