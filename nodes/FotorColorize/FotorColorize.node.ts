import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { cost, priceHints } from '../shared/price';
import { imageSubtitle, pictureFields } from '../shared/pictureFields';
import { resultFields } from '../shared/resultFields';
import { actionField } from '../shared/actionField';
import type { Form } from '../shared/form';
import { icon, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';

/** Fotor's own client always sends these defaults. Other values are not documented (API reference, section 13). */
const OWN_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Model Name',
		name: 'modelName',
		type: 'string',
		default: 'stable',
		description: "Name of the colorization model. Fotor's own client always uses 'stable'.",
	},
	{
		displayName: 'Render Factor',
		name: 'renderFactor',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 35,
		description: "How finely to colorize the image. Fotor's own client always uses 35.",
	},
	{
		displayName: 'Watermarked',
		name: 'watermarked',
		type: 'boolean',
		default: false,
		description: 'Whether to add a watermark to the result',
	},
];

const FIELDS: INodeProperties[] = [
	...toolDescriptions('Add natural colors to a black-and-white image', cost(ENDPOINTS.colorize)),
	actionField('Colorize photo'),
	...pictureFields({ name: 'image', label: 'Image', what: 'the black-and-white image' }),
	...resultFields({ ownOptions: OWN_OPTIONS }),
];

export class FotorColorize implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor Photo Colorize',
		name: 'fotorColorize',
		icon: icon('colorize'),
		defaults: { name: 'Fotor Photo Colorize' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.colorize),
		subtitle: imageSubtitle('image'),
		description: 'Add natural colors to a black-and-white image',
		builderHint: {
			searchHint: 'Colorizes a black-and-white image.',
			relatedNodes: [
				{ nodeType: 'n8n-nodes-fotor.fotorRestoration', relationHint: 'Repairs old images' },
			],
		},
		properties: toolForm(FIELDS),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.colorize, fields: FIELDS, request });
	}
}

/** API reference, section 13. */
function request(form: Form): ToolRequest {
	return {
		body: {
			userImageUrl: form.picture('image'),
			modelName: form.options.text('modelName'),
			renderFactor: form.options.number('renderFactor'),
			watermarked: form.options.flag('watermarked'),
		},
	};
}
