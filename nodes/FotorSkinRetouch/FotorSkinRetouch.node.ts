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
	...toolDescriptions('Smooth the skin of people in an image', cost(ENDPOINTS.skinRetouch)),
	actionField('Retouch skin'),
	...pictureFields({ name: 'image', label: 'Image', what: 'the portrait to retouch' }),
	...resultFields(),
];

export class FotorSkinRetouch implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor AI Skin Retouch',
		name: 'fotorSkinRetouch',
		icon: icon('skinRetouch'),
		defaults: { name: 'Fotor AI Skin Retouch' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.skinRetouch),
		subtitle: imageSubtitle('image'),
		description: 'Smooth the skin of people in an image',
		builderHint: {
			searchHint: 'Smooths skin in a portrait.',
			relatedNodes: [
				{ nodeType: 'n8n-nodes-fotor.fotorHeadshot', relationHint: 'Makes business portraits' },
			],
		},
		properties: toolForm(FIELDS),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.skinRetouch, fields: FIELDS, request });
	}
}

/** API reference, section 8. The official client sends only `userImageUrl`. */
function request(form: Form): ToolRequest {
	return { body: { userImageUrl: form.picture('image') } };
}
