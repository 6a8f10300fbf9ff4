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
import { promptField } from '../shared/promptField';
import { priceHints } from '../shared/price';
import { resultFields } from '../shared/resultFields';
import { icon, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';
import { MASK_FIELDS, MASK_OPTIONS, readMask } from './mask';

const FIELDS: INodeProperties[] = [
	...toolDescriptions('Replace the masked part of an image with what a prompt describes'),
	actionField('Replace part of image'),
	...pictureFields({ name: 'image', label: 'Image', what: 'the image to change' }),
	promptField({
		description: 'What to paint in the area',
		hint: "Describe only what should appear, such as 'a lighthouse'",
		placeholder: 'e.g. a red hot-air balloon',
	}),
	...MASK_FIELDS,
	...resultFields({ ownOptions: MASK_OPTIONS }),
];

export class FotorAiReplace implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor AI Replace',
		name: 'fotorAiReplace',
		icon: icon('aiReplace'),
		defaults: { name: 'Fotor AI Replace' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.aiReplace),
		subtitle: '={{ $parameter["prompt"] }}',
		description: 'Replace part of an image with what a prompt describes',
		builderHint: {
			searchHint:
				'Replaces part of an image with what a prompt describes. Mark the part with shapes, a transparent PNG or a mask.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotorBackgroundRemover',
					relationHint: 'Its transparent result marks the background as the part to replace',
				},
				{
					nodeType: 'n8n-nodes-fotor.fotorImageGenerator',
					relationHint: 'Uses an AI model of your choice instead',
				},
			],
		},
		properties: toolForm(FIELDS),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, {
			endpoint: ENDPOINTS.aiReplace,
			fields: FIELDS,
			namedAfter: 'imageUrl',
			request,
		});
	}
}

/** API reference, section 16. White is assumed to mark the part to replace. */
function request(form: Form): ToolRequest {
	const image = form.picture('image');
	const mask = readMask(form, image);
	return {
		preview: { image, mask, convention: 'convention' in mask ? mask.convention : 'whiteReplaces' },
		body: {
			imageUrl: image,
			maskImageUrl: mask,
			content: form.text('prompt'),
		},
	};
}
