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

const FIELDS: INodeProperties[] = [
	...toolDescriptions(
		'Cut out the subject of an image and make its background transparent',
		cost(ENDPOINTS.backgroundRemover),
	),
	actionField('Remove background'),
	...pictureFields({ name: 'image', label: 'Image', what: 'the image' }),
	{
		displayName: 'Subject',
		name: 'subject',
		type: 'options',
		options: [
			{ name: 'Automatic', value: 'auto', description: 'Let Fotor find the subject' },
			{ name: 'Object', value: 'SegmentCommonImage', description: 'Cut out an object' },
			{ name: 'Person', value: 'SegmentBody', description: 'Cut out people' },
		],
		default: 'auto',
		description: 'Which part of the image to keep',
	},
	...resultFields(),
];

export class FotorBackgroundRemover implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor Background Remover',
		name: 'fotorBackgroundRemover',
		icon: icon('backgroundRemover'),
		defaults: { name: 'Fotor Background Remover' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.backgroundRemover),
		subtitle:
			'={{ { auto: "Automatic", SegmentBody: "Person", SegmentCommonImage: "Object" }[$parameter["subject"]] }}',
		description: 'Remove the background of an image',
		builderHint: {
			searchHint: 'Removes the background of an image and returns a transparent PNG.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotorAiReplace',
					relationHint: 'Replaces part of the image',
				},
				{
					nodeType: 'n8n-nodes-fotor.fotorListingSet',
					relationHint: 'Makes product images for an online listing',
				},
			],
		},
		properties: toolForm(FIELDS),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.backgroundRemover, fields: FIELDS, request });
	}
}

/** API reference, section 11. What the two `Segment…` actions do is guessed from their names. */
function request(form: Form): ToolRequest {
	return {
		body: {
			userImageUrl: form.picture('image'),
			action: form.option('subject'),
		},
	};
}
