import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { imageSubtitle, pictureFields } from '../shared/pictureFields';
import { actionField } from '../shared/actionField';
import type { Form } from '../shared/form';
import { cost, priceHints } from '../shared/price';
import { resultFields } from '../shared/resultFields';
import { icon, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';

const FIELDS: INodeProperties[] = [
	...toolDescriptions('Put the face from one image into another image', cost(ENDPOINTS.faceSwap)),
	actionField('Swap faces'),
	...pictureFields({
		name: 'template',
		label: 'Target Image',
		what: 'the target image',
		defaultField: 'template',
		several: true,
	}),
	...pictureFields({ name: 'face', label: 'Face', what: 'the face image' }),
	...resultFields(),
];

export class FotorFaceSwap implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor Face Swap',
		name: 'fotorFaceSwap',
		icon: icon('faceSwap'),
		defaults: { name: 'Fotor Face Swap' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.faceSwap),
		subtitle: imageSubtitle('template'),
		description: 'Put the face from one image into another',
		builderHint: {
			searchHint: 'Puts the face from one image into another.',
			relatedNodes: [
				{ nodeType: 'n8n-nodes-fotor.fotorHeadshot', relationHint: 'Makes business portraits' },
			],
		},
		properties: toolForm(FIELDS),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, {
			endpoint: ENDPOINTS.faceSwap,
			fields: FIELDS,
			mainImage: 'template',
			namedAfter: 'templateImageUrl',
			request,
		});
	}
}

/** API reference, section 15. */
function request(form: Form): ToolRequest {
	return {
		body: {
			userImageUrl: form.picture('face'),
			templateImageUrl: form.picture('template'),
		},
	};
}
