import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { pictureFields } from '../shared/pictureFields';
import { actionField } from '../shared/actionField';
import type { Form } from '../shared/form';
import { cost, priceHints } from '../shared/price';
import { resultFields } from '../shared/resultFields';
import { icon, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';

const FIELDS: INodeProperties[] = [
	...toolDescriptions('Repair an old or damaged image', cost(ENDPOINTS.restoration)),
	actionField('Restore photo'),
	...pictureFields({ name: 'image', label: 'Image', what: 'the image to repair' }),
	{
		displayName: 'Enhance Faces',
		name: 'faceUpsample',
		type: 'boolean',
		default: true,
		description: 'Whether to enlarge and sharpen faces',
	},
	{
		displayName: 'Enhance Background',
		name: 'backgroundEnhance',
		type: 'boolean',
		default: true,
		description: 'Whether to improve the background too',
	},
	{
		displayName: 'Likeness (0-1)',
		name: 'fidelityWeight',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
		default: 0.5,
		description:
			'How closely faces match the original. Higher values probably mean a closer match. Fotor recommends 0.5.',
	},
	{
		displayName: 'Size',
		name: 'upscale',
		type: 'options',
		options: [
			{ name: 'Original Size', value: 1 },
			{ name: 'Twice as Large', value: 2 },
		],
		default: 2,
		description: 'Size of the result',
	},
	...resultFields(),
];

export class FotorRestoration implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor Photo Restoration',
		name: 'fotorRestoration',
		icon: icon('restoration'),
		defaults: { name: 'Fotor Photo Restoration' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.restoration),
		subtitle: '={{ $parameter["upscale"] + "×" }}',
		description: 'Repair an old, blurred or damaged image',
		builderHint: {
			searchHint: 'Repairs an old, blurred or damaged image.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotorColorize',
					relationHint: 'Colorizes black-and-white images',
				},
				{ nodeType: 'n8n-nodes-fotor.fotorUpscaler', relationHint: 'Enlarges the result' },
			],
		},
		properties: toolForm(FIELDS),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.restoration, fields: FIELDS, request });
	}
}

/** API reference, section 14. The range of `fidelityWeight` is inferred, as explained there. */
function request(form: Form): ToolRequest {
	return {
		body: {
			userImageUrl: form.picture('image'),
			faceUpsample: form.flag('faceUpsample'),
			backgroundEnhance: form.flag('backgroundEnhance'),
			upscale: form.option<number>('upscale'),
			fidelityWeight: form.number('fidelityWeight'),
		},
	};
}
