import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { HEADSHOT_STYLES } from '../../fotor/catalogue/generated';
import { inputFailure } from '../../fotor/failure';
import { actionField } from '../shared/actionField';
import type { Form } from '../shared/form';
import { pictureFields } from '../shared/pictureFields';
import { cost, countPrice, priceHints } from '../shared/price';
import { resultFields } from '../shared/resultFields';
import { readStyle, styleField, styleSearch } from '../shared/styleField';
import { icon, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';

/** The best fit among the few known styles (API reference, section 22). */
const DEFAULT_STYLE = '864756a6-2068-49a0-9329-a9c110147b71';

const STYLE: INodeProperties = {
	...styleField({
		description: 'How the portrait looks',
		hint: "These styles haven't been tested with a paid account. If Fotor rejects a style, you pay nothing.",
		default: DEFAULT_STYLE,
		styles: HEADSHOT_STYLES,
		page: 'https://docs.fotor.com/reference/headshot/styles/',
	}),
	name: 'templateId',
};

const TEMPLATES: INodeProperties = {
	displayName: 'Styles',
	name: 'templates',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add style',
	default: { template: [{ templateId: { __rl: true, ...(STYLE.default as object) }, count: 1 }] },
	description: 'The headshot styles to use, and how many images to make with each',
	options: [
		{
			displayName: 'Style',
			name: 'template',
			values: [
				STYLE,
				{
					displayName: 'Count',
					name: 'count',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
					default: 1,
					hint: countPrice(ENDPOINTS.headshot),
					description: 'How many images to make with this style, up to 50. Each one costs tokens.',
				},
			],
		},
	],
};

const FIELDS: INodeProperties[] = [
	...toolDescriptions(
		'Make business portraits of a person from one image, in one or more styles',
		cost(ENDPOINTS.headshot, 'portrait'),
	),
	actionField('Make headshots'),
	...pictureFields({ name: 'image', label: 'Image', what: 'the image of the person' }),
	TEMPLATES,
	...resultFields(),
];

/** How many portraits the styles produce in total. */
const COUNT =
	'($parameter["templates"]["template"] || []).reduce((sum, row) => sum + row.count, 0)';
const SUBTITLE = `={{ ${COUNT} + (${COUNT} === 1 ? " image" : " images") }}`;

export class FotorHeadshot implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor AI Headshot',
		name: 'fotorHeadshot',
		icon: icon('headshot'),
		defaults: { name: 'Fotor AI Headshot' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.headshot),
		subtitle: SUBTITLE,
		description: 'Make business portraits of a person',
		builderHint: {
			searchHint:
				'Makes business portraits from one image of a person. Returns one item per portrait.',
			relatedNodes: [
				{ nodeType: 'n8n-nodes-fotor.fotorFaceSwap', relationHint: 'Swaps faces' },
				{ nodeType: 'n8n-nodes-fotor.fotorSkinRetouch', relationHint: 'Smooths skin' },
			],
		},
		properties: toolForm(FIELDS),
	};

	methods = styleSearch(HEADSHOT_STYLES);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.headshot, fields: FIELDS, request });
	}
}

/** API reference, section 12. */
function request(form: Form): ToolRequest {
	const templates = form.rows('templates', 'template');
	if (templates.length === 0) {
		throw inputFailure("'Styles' is empty", "Add at least one style in 'Styles'.");
	}
	return {
		body: {
			userImageUrl: form.picture('image'),
			avatarTemplateParams: templates.map((row) => ({
				templateId: readStyle(row, HEADSHOT_STYLES, 'templateId'),
				num: row.numberOrDefault('count'),
			})),
		},
	};
}
