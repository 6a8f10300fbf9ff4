import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { IMAGE_TO_IMAGE_STYLES } from '../../fotor/catalogue/generated';
import { pictureFields } from '../shared/pictureFields';
import { chosenName } from '../shared/locator';
import { negativePromptField, promptField } from '../shared/promptField';
import { readStyle, styleField, styleSearch } from '../shared/styleField';
import { actionField } from '../shared/actionField';
import type { Form } from '../shared/form';
import { cost, priceHints } from '../shared/price';
import { resultFields } from '../shared/resultFields';
import { icon, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';

/** The style from the example in Fotor's documentation, which doesn't name the style (API reference, section 22). */
const DEFAULT_STYLE = 'ca39d44f-e8c8-4a3e-9d09-c3f96cb2fe60';

/**
 * "No side over 1536 px" (API reference, section 10). The node refuses larger images, because you might pay for them
 * and get nothing.
 */
const LIMITS = { maxSide: 1536, owner: 'Image to Image' };

const FIELDS: INodeProperties[] = [
	...toolDescriptions('Redraw an image in a different style', cost(ENDPOINTS.imageToImage)),
	actionField('Restyle image'),
	...pictureFields({
		name: 'image',
		label: 'Image',
		what: 'the image to redraw',
		note: 'No side may be longer than 1536 px',
	}),
	styleField({
		description: 'The art style of the new image',
		hint: "Fotor doesn't publish the names of these styles. To use another style, enter its ID.",
		default: DEFAULT_STYLE,
		styles: IMAGE_TO_IMAGE_STYLES,
		page: 'https://docs.fotor.com/reference/img2img/styles/',
	}),
	promptField({
		required: false,
		description: 'What the new image should show',
		placeholder: 'e.g. a cat in a garden',
	}),
	negativePromptField(),
	{
		displayName: 'Strength (0-1)',
		name: 'strength',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
		default: 0.5,
		description: '0 keeps the result closest to the image, and 1 changes the image the most',
	},
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		options: [
			{ name: 'JPG', value: 'jpg' },
			{ name: 'PNG', value: 'png' },
		],
		default: 'jpg',
		description: 'File format of the result',
	},
	...resultFields(),
];

export class FotorImageToImage implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor Image to Image',
		name: 'fotorImageToImage',
		icon: icon('imageToImage'),
		defaults: { name: 'Fotor Image to Image' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.imageToImage),
		subtitle: chosenName('style', IMAGE_TO_IMAGE_STYLES),
		description: 'Redraw an image in an art style',
		builderHint: {
			searchHint: 'Redraws an image in an art style. No side may be longer than 1536 px.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotorImageGenerator',
					relationHint: 'Uses an AI model of your choice instead',
				},
				{
					nodeType: 'n8n-nodes-fotor.fotor',
					relationHint: 'Collects results by task ID, and lists styles and models',
				},
			],
		},
		properties: toolForm(FIELDS, { style: IMAGE_TO_IMAGE_STYLES }),
	};

	methods = styleSearch(IMAGE_TO_IMAGE_STYLES);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.imageToImage, fields: FIELDS, request });
	}
}

/** API reference, section 10. */
function request(form: Form): ToolRequest {
	return {
		body: {
			content: form.optionalText('prompt'),
			templateId: readStyle(form, IMAGE_TO_IMAGE_STYLES),
			negativePrompt: form.optionalText('negativePrompt'),
			userImageUrl: form.picture('image', LIMITS),
			strength: form.number('strength'),
			format: form.option('format'),
		},
	};
}
