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
import { ICON, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';
import {
	CONVENTION_OPTION,
	drawnMask,
	REGIONS_FIELDS,
	REGIONS_SOURCE,
	ROTATION_OPTION,
} from './regions';

const FIELDS: INodeProperties[] = [
	...toolDescriptions('Replace the masked part of an image with what a prompt describes'),
	actionField('Replace part of image'),
	...pictureFields({ name: 'image', label: 'Image', what: 'the picture to change' }),
	...pictureFields({
		name: 'mask',
		label: 'Mask',
		what: 'the mask',
		note: 'A mask has the size of the picture and is white where the content is replaced, black elsewhere',
		defaultField: 'mask',
		moreSources: [REGIONS_SOURCE],
	}),
	...REGIONS_FIELDS,
	promptField({
		description: 'What to paint into the masked part',
		placeholder: 'e.g. a red hot-air balloon',
	}),
	...resultFields({ ownOptions: [CONVENTION_OPTION, ROTATION_OPTION] }),
];

export class FotorAiReplace implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor AI Replace',
		name: 'fotorAiReplace',
		icon: ICON,
		defaults: { name: 'Fotor AI Replace' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.aiReplace),
		subtitle: '={{ $parameter["prompt"] }}',
		description:
			'Replace the masked part of a picture with what a prompt describes. Returns the finished picture and its address.',
		builderHint: {
			searchHint:
				'Replaces the masked part of an image with what a prompt describes. It needs a mask or regions.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotorBackgroundRemover',
					relationHint: 'Cuts the subject out',
				},
				{
					nodeType: 'n8n-nodes-fotor.fotorImageGenerator',
					relationHint: 'Takes a chosen AI model instead',
				},
			],
		},
		properties: toolForm(FIELDS),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.aiReplace, fields: FIELDS, request });
	}
}

/** API reference, section 16. That white marks the part to replace is a guess. */
function request(form: Form): ToolRequest {
	const image = form.picture('image');
	const drawn = form.option('maskSource') === REGIONS_SOURCE.value;
	const mask = drawn ? drawnMask(form, image) : form.picture('mask');
	return {
		preview: { image, mask, convention: 'convention' in mask ? mask.convention : 'whiteReplaces' },
		body: {
			imageUrl: image,
			maskImageUrl: mask,
			content: form.text('prompt'),
		},
	};
}
