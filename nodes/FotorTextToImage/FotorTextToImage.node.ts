import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { TEXT_TO_IMAGE_STYLES } from '../../fotor/catalogue/generated';
import { cost, priceHints } from '../shared/price';
import { negativePromptField, PROMPT_SUBTITLE, promptField } from '../shared/promptField';
import { resultFields } from '../shared/resultFields';
import { readStyle, styleField, styleSearch } from '../shared/styleField';
import { actionField } from '../shared/actionField';
import type { Form } from '../shared/form';
import { icon, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';

/** The default style of the official plugin (API reference, section 22). */
const DEFAULT_STYLE = '6b8d16cf-9402-4c22-b1e8-39eccce3436b';

/** The ratios that the official plugin sends instead of size IDs (API reference, section 9). */
const RATIOS = [
	{ name: 'Landscape (16:9)', value: '16:9' },
	{ name: 'Landscape (4:3)', value: '4:3' },
	{ name: 'Portrait (3:4)', value: '3:4' },
	{ name: 'Portrait (9:16)', value: '9:16' },
	{ name: 'Square (1:1)', value: '1:1' },
];

const FIELDS: INodeProperties[] = [
	...toolDescriptions(
		'Make an image from a prompt, in a style of your choice',
		cost(ENDPOINTS.textToImage),
	),
	actionField('Generate image from text'),
	promptField({
		description: 'What the image should show. English works best.',
		placeholder: 'e.g. a lighthouse at dawn, soft light',
	}),
	styleField({
		description: 'How the image looks. Each entry in the list links to a preview',
		default: DEFAULT_STYLE,
		styles: TEXT_TO_IMAGE_STYLES,
		page: 'https://docs.fotor.com/reference/text2img/styles/',
	}),
	negativePromptField(),
	{
		displayName: 'Aspect Ratio',
		name: 'aspectRatio',
		type: 'options',
		options: RATIOS,
		default: '1:1',
		description: 'Width-to-height ratio of the image',
	},
	...resultFields({
		ownOptions: [
			{
				displayName: 'Size ID',
				name: 'sizeId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 6361e03bc09cb851c66328a4',
				description: "Fotor's ID for a size, used instead of 'Aspect Ratio'",
			},
		],
	}),
];

export class FotorTextToImage implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor Text to Image',
		name: 'fotorTextToImage',
		icon: icon('textToImage'),
		defaults: { name: 'Fotor Text to Image' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.textToImage),
		subtitle: PROMPT_SUBTITLE,
		description: 'Make an image from a prompt, in a style of your choice',
		builderHint: {
			searchHint:
				'Makes an image from a prompt, in a style of your choice. Look up style IDs with Fotor → Catalog → Get Styles.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotor',
					relationHint: 'Collects results by task ID, and lists styles and models',
				},
				{
					nodeType: 'n8n-nodes-fotor.fotorImageGenerator',
					relationHint: 'Uses an AI model of your choice instead',
				},
			],
		},
		properties: toolForm(FIELDS, { style: TEXT_TO_IMAGE_STYLES }),
	};

	methods = styleSearch(TEXT_TO_IMAGE_STYLES);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.textToImage, fields: FIELDS, request });
	}
}

/** API reference, section 9. */
function request(form: Form): ToolRequest {
	const { options } = form;
	return {
		body: {
			content: form.text('prompt'),
			sizeId: options.isSet('sizeId') ? options.text('sizeId') : form.option('aspectRatio'),
			templateId: readStyle(form, TEXT_TO_IMAGE_STYLES),
			negativePrompt: form.optionalText('negativePrompt'),
		},
	};
}
