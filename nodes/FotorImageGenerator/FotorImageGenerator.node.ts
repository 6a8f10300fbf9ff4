import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { IMAGE_MODELS } from '../../fotor/catalogue/generated';
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
import { chosenName } from '../shared/locator';
import { picturesField } from '../shared/pictureFields';
import { promptField } from '../shared/promptField';
import { priceHints } from '../shared/price';
import { resultFields } from '../shared/resultFields';
import { icon, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';

const ANY_MODEL = () => true;

const FIELDS: INodeProperties[] = [
	...toolDescriptions(
		'Make an image from a prompt, or edit reference images, with a chosen AI model',
	),
	actionField('Generate image with model'),
	promptField({
		description: 'What the image should show, or how to change the reference images',
		placeholder: 'e.g. the same bottle on a wet stone, morning light',
	}),
	picturesField({
		displayName: 'Reference Images',
		what: 'images to edit or to use as references. Leave this field empty to make an image from the prompt alone',
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
		icon: icon('imageGenerator'),
		defaults: { name: 'Fotor Image Generator' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.imageGenerator, true),
		subtitle: chosenName('model', IMAGE_MODELS),
		description: 'Make or edit an image with an AI model',
		builderHint: {
			searchHint:
				'Makes or edits an image with a chosen AI model. Look up model IDs with Fotor → Catalog → Get Models.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotor',
					relationHint: 'Collects results by task ID, and lists styles and models',
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
