import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { pictureFields } from '../shared/pictureFields';
import { priceHints } from '../shared/price';
import { resultFields } from '../shared/resultFields';
import { actionField } from '../shared/actionField';
import type { Form } from '../shared/form';
import { ICON, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';

/** The official client always sends these defaults. Other values are not documented (API reference, section 13). */
const OWN_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Model Name',
		name: 'modelName',
		type: 'string',
		default: 'stable',
		description: "Name of the coloring model. Only 'stable' is known to work.",
	},
	{
		displayName: 'Render Factor',
		name: 'renderFactor',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 35,
		description:
			'How finely the picture is colored. Fotor’s own client always uses 35; the limits are not known.',
	},
	{
		displayName: 'Watermarked',
		name: 'watermarked',
		type: 'boolean',
		default: false,
		description: 'Whether the result carries a watermark',
	},
];

const FIELDS: INodeProperties[] = [
	...toolDescriptions('Give natural colors to a black-and-white photo', 'Costs 1 token.'),
	actionField('Colorize photo'),
	...pictureFields({ name: 'image', label: 'Image', what: 'the black-and-white photo' }),
	...resultFields({ ownOptions: OWN_OPTIONS }),
];

export class FotorColorize implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor Photo Colorize',
		name: 'fotorColorize',
		icon: ICON,
		defaults: { name: 'Fotor Photo Colorize' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.colorize),
		subtitle: 'add color',
		description:
			'Give natural colors to a black-and-white photo. Returns the colored picture and its address. Costs 1 token.',
		builderHint: {
			searchHint: 'Colors a black-and-white photo.',
			relatedNodes: [
				{ nodeType: 'n8n-nodes-fotor.fotorRestoration', relationHint: 'Repairs old photos' },
			],
		},
		properties: toolForm(FIELDS),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.colorize, fields: FIELDS, request });
	}
}

/** API reference, section 13. */
function request(form: Form): ToolRequest {
	return {
		body: {
			userImageUrl: form.picture('image'),
			modelName: form.options.text('modelName'),
			renderFactor: form.options.number('renderFactor'),
			watermarked: form.options.flag('watermarked'),
		},
	};
}
