import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { inputFailure } from '../../fotor/failure';
import { actionField } from '../shared/actionField';
import type { Form } from '../shared/form';
import { resultFields } from '../shared/resultFields';
import { readOptions } from '../shared/settings';
import { ICON, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { LISTING_FIELDS, LISTING_OPTIONS } from './fields';

/** Limit of the service (API reference, section 3: "num must be between 1 and 8"). */
const MOST_PICTURES = 8;

export class FotorListingSet implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor Product Listing Set',
		name: 'fotorListingSet',
		icon: ICON,
		defaults: { name: 'Fotor Product Listing Set' },
		usableAsTool: true,
		subtitle: '={{ $parameter["count"] + " pictures for " + $parameter["platform"] }}',
		description:
			'Make a set of product pictures for a shop listing from photos of the product. Returns one item for each picture with its scene and address. Costs 8 tokens a picture. Fotor does not document this tool; it is known from a client of its maker.',
		properties: [
			actionField('Make product listing set'),
			...LISTING_FIELDS,
			...resultFields({ ownOptions: LISTING_OPTIONS }),
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.listingSet, request });
	}
}

/** API reference, section 20; optional fields that are empty are left to the service. */
function request(form: Form): ToolRequest {
	const products = form.pictures('images', 'Product Images');
	if (products.length === 0) {
		throw inputFailure(
			"'Product Images' is empty",
			"Enter the name of a binary field of the item, such as data, or a web address in 'Product Images'.",
		);
	}
	const options = readOptions(form);
	const scenes = form
		.textOrNothing(options.scenes)
		.split(/[,\n]/)
		.map((scene) => scene.trim())
		.filter(Boolean);
	const sellPoints = form.textOrNothing(options.sellingPoints);
	const brandInfo = form.textOrNothing(options.brandInfo);
	const brandLogo = form.textOrNothing(options.brandLogo);
	return {
		body: {
			image_urls: products,
			num: form.number('count', 'Number of Pictures', {
				min: 1,
				max: MOST_PICTURES,
				integer: true,
			}),
			platform: form.text('platform', 'Platform'),
			country: form.text('country', 'Country'),
			language: form.optionalText('language'),
			aspect_ratio: form.text('aspectRatio', 'Aspect Ratio'),
			image_type: form.text('imageType', 'Image Type'),
			...(scenes.length ? { scenes } : {}),
			...(sellPoints ? { sell_points: sellPoints } : {}),
			...(brandInfo ? { brand_info: brandInfo } : {}),
			...(brandLogo ? { brand_logo: form.pictureOf(brandLogo, 'Brand Logo') } : {}),
		},
	};
}
