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
import { locatorField } from '../shared/locator';
import { pictureFields } from '../shared/pictureFields';
import { countPrice, priceHints } from '../shared/price';
import { resultFields } from '../shared/resultFields';
import { readStyle, styleSearch } from '../shared/styleField';
import { ICON, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';

const TEMPLATES: INodeProperties = {
	displayName: 'Templates',
	name: 'templates',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add template',
	default: { template: [{ templateId: { __rl: true, mode: 'id', value: '' }, count: 1 }] },
	description: 'The headshot styles to use, and how many pictures to make with each',
	options: [
		{
			displayName: 'Template',
			name: 'template',
			values: [
				locatorField({
					displayName: 'Template',
					name: 'templateId',
					description:
						'Id of a headshot style. The known ids are few and untested; look yours up and enter it by ID',
					default: '',
					search: 'searchStyles',
					placeholder: 'e.g. 4fe010c9-d24a-40ab-9db8-55b3ae2b7db1',
					page: {
						text: "Fotor's list of headshot styles",
						url: 'https://docs.fotor.com/reference/headshot/styles/',
					},
					idFirst: true,
				}),
				{
					displayName: 'Count',
					name: 'count',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
					default: 1,
					hint: countPrice(ENDPOINTS.headshot),
					description: 'How many pictures to make with this style, 50 at most. Each is paid.',
				},
			],
		},
	],
};

const FIELDS: INodeProperties[] = [
	...toolDescriptions(
		'Make business portraits of a person from one photo, in one or more styles',
		'Costs 1 token per portrait.',
	),
	actionField('Make headshots'),
	...pictureFields({ name: 'image', label: 'Image', what: 'the photo of the person' }),
	TEMPLATES,
	...resultFields(),
];

export class FotorHeadshot implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor AI Headshot',
		name: 'fotorHeadshot',
		icon: ICON,
		defaults: { name: 'Fotor AI Headshot' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.headshot),
		subtitle: 'make headshots',
		description:
			'Make business portraits of a person from one photo, in one or more styles. Returns one item for each portrait with its address. Costs 1 token each.',
		builderHint: {
			searchHint:
				'Makes business portraits from one photo of a person. It gives one item per portrait.',
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
		throw inputFailure(
			"'Templates' has no entry",
			"Add at least one template and enter its id, from Fotor's list of headshot styles.",
		);
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
