import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { checkReferences, imageInputLimits } from '../../fotor/catalogue/imageModels';
import { actionField } from '../shared/actionField';
import type { Form } from '../shared/form';
import {
	IMAGE_MODEL_OPTIONS,
	imageModelFields,
	imageModelSearch,
	readImageModel,
	readImageSize,
} from '../shared/imageModelFields';
import { picturesField } from '../shared/pictureFields';
import { promptField } from '../shared/promptField';
import { priceHints } from '../shared/price';
import { resultFields } from '../shared/resultFields';
import { ICON, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';

const ANY_MODEL = () => true;

const FIELDS: INodeProperties[] = [
	...toolDescriptions(
		'Make an image from a prompt, or edit reference images, with a chosen AI model',
	),
	actionField('Generate image with model'),
	promptField({
		description: 'What the picture shows, or how the reference pictures are to be changed',
		placeholder: 'e.g. the same bottle on a wet stone, morning light',
	}),
	picturesField({
		displayName: 'Reference Images',
		what: 'reference pictures',
		defaultValue: '',
	}),
	...imageModelFields({ fits: ANY_MODEL }),
	...resultFields({ ownOptions: IMAGE_MODEL_OPTIONS }),
];

export class FotorImageGenerator implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor Image Generator',
		name: 'fotorImageGenerator',
		icon: ICON,
		defaults: { name: 'Fotor Image Generator' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.imageGenerator, true),
		subtitle: '={{ $parameter["model"]["value"] || $parameter["model"] }}',
		description:
			'Make or edit a picture with a chosen AI model, from a prompt and reference pictures (how many depends on the model). Returns the picture and its address.',
		builderHint: {
			searchHint:
				'Makes or edits an image with a chosen AI model. Look up model IDs with Fotor, Catalog, Get Models.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotor',
					relationHint: 'Collects tasks by ID, and lists styles and models',
				},
				{
					nodeType: 'n8n-nodes-fotor.fotorTextToImage',
					relationHint: "Makes images in Fotor's styles",
				},
			],
		},
		properties: toolForm(FIELDS),
	};

	methods = imageModelSearch(ANY_MODEL);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.imageGenerator, fields: FIELDS, request });
	}
}

/** API reference, section 19, Image generation. */
function request(form: Form): ToolRequest {
	const model = readImageModel(form);
	const references = form.pictures('images', imageInputLimits(model));
	checkReferences(model, references.length);
	return {
		path: `${ENDPOINTS.imageGenerator.path}/${encodeURIComponent(model)}`,
		body: {
			content: [
				{ type: 'text', text: form.text('prompt') },
				...references.map((url) => ({ type: 'image_url', url })),
			],
			...readImageSize(form, model),
		},
	};
}
