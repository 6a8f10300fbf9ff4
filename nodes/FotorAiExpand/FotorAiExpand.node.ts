import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { checkReferences, imageInputLimits } from '../../fotor/catalogue/imageModels';
import type { ImageModel } from '../../fotor/catalogue/types';
import { inputFailure } from '../../fotor/failure';
import type { Body } from '../../fotor/image/picture';
import { actionField } from '../shared/actionField';
import type { Form } from '../shared/form';
import {
	IMAGE_MODEL_OPTIONS,
	imageModelFields,
	imageModelSearch,
	readImageModel,
	readImageSize,
} from '../shared/imageModelFields';
import { pictureFields } from '../shared/pictureFields';
import { promptField } from '../shared/promptField';
import { priceHints } from '../shared/price';
import { resultFields } from '../shared/resultFields';
import { icon, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';
import { ENDPOINT_FIELDS, METHOD_FIELD } from './fields';

const TAKES_REFERENCES = (model: ImageModel) => model.references;
/** Leaves the limit on reference images out of the model names, because the node always sends exactly one image. */
const NAME_ONLY = ({ id, name }: ImageModel) => ({ id, name });

const MODEL_FIELDS = imageModelFields({
	fits: TAKES_REFERENCES,
	named: NAME_ONLY,
	ratio: '16:9',
	show: { method: ['imageModel'] },
});

const FIELDS: INodeProperties[] = [
	...toolDescriptions('Extend an image beyond its borders to a different aspect ratio'),
	actionField('Expand image'),
	...pictureFields({ name: 'image', label: 'Image', what: 'the image to expand' }),
	...MODEL_FIELDS.filter(({ name }) => name === 'aspectRatio'),
	promptField({
		required: false,
		description: 'What to show in the new area. If empty, the scene just continues.',
		placeholder: 'e.g. more of the beach, empty sky above',
		displayOptions: { show: { method: ['imageModel'] } },
	}),
	...MODEL_FIELDS.filter(({ name }) => name !== 'aspectRatio'),
	METHOD_FIELD,
	...ENDPOINT_FIELDS,
	...resultFields({ ownOptions: IMAGE_MODEL_OPTIONS }),
];

export class FotorAiExpand implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor AI Expand',
		name: 'fotorAiExpand',
		icon: icon('aiExpand'),
		defaults: { name: 'Fotor AI Expand' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.aiExpand, true),
		subtitle:
			'={{ $parameter["method"] === "expandEndpoint" ? "Expand Endpoint" : $parameter["aspectRatio"] }}',
		description: 'Extend an image to a different aspect ratio',
		builderHint: {
			searchHint: 'Extends an image beyond its borders to a different aspect ratio.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotorImageGenerator',
					relationHint: 'Uses an AI model of your choice instead',
				},
				{ nodeType: 'n8n-nodes-fotor.fotorUpscaler', relationHint: 'Enlarges the result' },
			],
		},
		properties: toolForm(FIELDS),
	};

	methods = imageModelSearch(TAKES_REFERENCES, NAME_ONLY);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, {
			endpoint: ENDPOINTS.aiExpand,
			fields: FIELDS,
			request,
			notFoundAdvice,
		});
	}
}

function request(form: Form): ToolRequest {
	return form.option('method') === 'expandEndpoint' ? byEndpoint(form) : byModel(form);
}

/**
 * The documented method (API reference, section 19). The prompt tells the model to keep the rest of the image, but a
 * model may ignore that.
 */
function byModel(form: Form): ToolRequest {
	const model = readImageModel(form);
	checkReferences(model, 1, false);
	const addition = form.optionalText('prompt');
	const ratio = form.openOption('aspectRatio', { model });
	const text = [
		`Extend this image beyond its borders to an aspect ratio of ${ratio}.`,
		'Continue the scene seamlessly into the new area with the same light, perspective, colors and style.',
		'Keep everything that is already in the image exactly as it is; do not crop, move, scale or redraw it, and add no frame or text.',
		addition && `In the new area: ${addition}`,
	];
	return {
		// The published price applies only to Fotor's own endpoint.
		endpoint: { ...ENDPOINTS.aiExpand, tokens: undefined },
		path: `${ENDPOINTS.imageGenerator.path}/${encodeURIComponent(model)}`,
		body: {
			content: [
				{ type: 'text', text: text.filter(Boolean).join(' ') },
				{ type: 'image_url', url: form.picture('image', imageInputLimits(model)) },
			],
			...readImageSize(form, model),
		},
	};
}

/** API reference, section 17. The path and the fields are not public, so the user enters them. */
function byEndpoint(form: Form): ToolRequest {
	const path = form.text('endpointPath');
	if (!path.startsWith('/v1/')) {
		throw inputFailure(
			`'Endpoint Path' must start with /v1/, but it is ${path}`,
			`If you have Fotor's documentation for AI Expand, copy the path from there. It looks like ${ENDPOINTS.aiExpand.path}.`,
		);
	}
	const imageField = form.text('imageField');
	const body = form.json('body') as Body;
	return { path, body: { [imageField]: form.picture('image'), ...body } };
}

function notFoundAdvice(path: string): string {
	return path.startsWith(ENDPOINTS.imageGenerator.path)
		? "Fotor doesn't recognize this model. Choose another 'Model'."
		: "'Endpoint Path' is a guess, because Fotor doesn't publish the path of AI Expand. If you have its documentation, copy the path and the fields into 'Endpoint Path', 'Image Field' and 'Body'. Otherwise, set 'Expand With' to 'AI Model', which is documented.";
}
