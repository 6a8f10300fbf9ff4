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
import { priceHints } from '../shared/price';
import { resultFields } from '../shared/resultFields';
import { ICON, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';

const FIELDS: INodeProperties[] = [
	...toolDescriptions('Repair an old or damaged photo', 'Costs 1 token.'),
	actionField('Restore photo'),
	...pictureFields({ name: 'image', label: 'Image', what: 'the photo to repair' }),
	{
		displayName: 'Face Upsample',
		name: 'faceUpsample',
		type: 'boolean',
		default: true,
		description: 'Whether to enlarge and sharpen faces',
	},
	{
		displayName: 'Background Enhance',
		name: 'backgroundEnhance',
		type: 'boolean',
		default: true,
		description: 'Whether to improve the background too',
	},
	{
		displayName: 'Upscale',
		name: 'upscale',
		type: 'options',
		options: [
			{ name: 'Keep the Size', value: 1, description: "What Fotor's own Dify plugin sends" },
			{ name: 'Twice as Large', value: 2, description: 'What Fotor documents' },
		],
		default: 2,
		description: 'How large the result becomes',
	},
	{
		displayName: 'Fidelity Weight',
		name: 'fidelityWeight',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
		default: 0.5,
		description:
			'From 0 to 1; higher is believed to stay closer to the original face. Fotor recommends 0.5.',
	},
	...resultFields(),
];

export class FotorRestoration implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor Photo Restoration',
		name: 'fotorRestoration',
		icon: ICON,
		defaults: { name: 'Fotor Photo Restoration' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.restoration),
		subtitle: 'repair a photo',
		description:
			'Repair an old, blurred or damaged photo and bring its faces back. Returns the repaired picture and its address. Costs 1 token.',
		builderHint: {
			searchHint: 'Repairs an old, blurred or damaged photo.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotorColorize',
					relationHint: 'Colors black-and-white photos',
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

/** API reference, section 14, which infers the range of the weight. */
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
