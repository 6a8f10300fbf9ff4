import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { actionField } from '../shared/actionField';
import type { Form } from '../shared/form';
import { pictureFields } from '../shared/pictureFields';
import { cost, priceHints } from '../shared/price';
import { resultFields } from '../shared/resultFields';
import { icon, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';

/** In px. Every known client sends this value, and larger values are not documented (API reference, section 7). */
const DEFAULT_LIMIT = 2048;

const FIELDS: INodeProperties[] = [
	...toolDescriptions('Enlarge an image to 2 or 4 times its size', cost(ENDPOINTS.upscaler)),
	actionField('Upscale image'),
	...pictureFields({ name: 'image', label: 'Image', what: 'the image to enlarge' }),
	{
		displayName: 'Scale',
		name: 'scale',
		type: 'options',
		options: [
			{ name: '2× Larger', value: 2 },
			{ name: '4× Larger', value: 4 },
		],
		default: 2,
		description:
			"How much to enlarge the image. The 'Maximum Width' and 'Maximum Height' options limit the size of the result.",
	},
	...resultFields({
		ownOptions: [
			limitOption('Maximum Width (px)', 'maxWidth', 'width'),
			limitOption('Maximum Height (px)', 'maxHeight', 'height'),
		],
	}),
];

export class FotorUpscaler implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor AI Upscaler',
		name: 'fotorUpscaler',
		icon: icon('upscaler'),
		defaults: { name: 'Fotor AI Upscaler' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.upscaler),
		subtitle: '={{ $parameter["scale"] + "×" }}',
		description: 'Enlarge and sharpen an image',
		builderHint: {
			searchHint: 'Enlarges an image to 2 or 4 times its size and sharpens it.',
			relatedNodes: [
				{ nodeType: 'n8n-nodes-fotor.fotorRestoration', relationHint: 'Repairs old images' },
				{
					nodeType: 'n8n-nodes-fotor.fotorBackgroundRemover',
					relationHint: 'Cuts the subject out',
				},
			],
		},
		properties: toolForm(FIELDS),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.upscaler, fields: FIELDS, request });
	}
}

/** API reference, section 7. */
function request(form: Form): ToolRequest {
	return {
		body: {
			userImageUrl: form.picture('image'),
			upscaling_resize: form.option<number>('scale'),
			max_image_width: form.options.number('maxWidth'),
			max_image_height: form.options.number('maxHeight'),
		},
	};
}

function limitOption(displayName: string, name: string, side: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: DEFAULT_LIMIT,
		description: `Maximum ${side} of the result. Fotor might not accept more than ${DEFAULT_LIMIT}.`,
	};
}
