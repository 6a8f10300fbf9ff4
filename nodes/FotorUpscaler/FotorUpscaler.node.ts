import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import { actionField } from '../shared/actionField';
import { checkNumber, type Form } from '../shared/form';
import { pictureFields } from '../shared/pictureFields';
import { resultFields } from '../shared/resultFields';
import { readOptions } from '../shared/settings';
import { ICON, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';

/** Every known client sends these limits; whether larger ones are accepted is not known (section 7), px. */
const DEFAULT_LIMIT = 2048;

export class FotorUpscaler implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor AI Upscaler',
		name: 'fotorUpscaler',
		icon: ICON,
		defaults: { name: 'Fotor AI Upscaler' },
		usableAsTool: true,
		subtitle: '={{ $parameter["scale"] + "× larger" }}',
		description:
			'Enlarge a picture to 2 or 4 times its size and make it sharper. Returns the finished picture and its address. Costs 1 token.',
		properties: [
			actionField('Upscale image'),
			...pictureFields({ name: 'image', label: 'Image', what: 'the picture to enlarge' }),
			{
				displayName: 'Scale',
				name: 'scale',
				type: 'options',
				options: [
					{ name: '2× Larger', value: 2 },
					{ name: '4× Larger', value: 4 },
				],
				default: 2,
				description:
					"How many times larger the picture becomes. 'Maximum Width' and 'Maximum Height' in the options limit the result.",
			},
			...resultFields({
				ownOptions: [
					limitOption('Maximum Width', 'maxWidth', 'width'),
					limitOption('Maximum Height', 'maxHeight', 'height'),
				],
			}),
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.upscaler, request });
	}
}

/** API reference, section 7. */
function request(form: Form): ToolRequest {
	const { maxWidth = DEFAULT_LIMIT, maxHeight = DEFAULT_LIMIT } = readOptions(form);
	return {
		body: {
			userImageUrl: form.picture('image', 'Image'),
			upscaling_resize: form.number('scale', 'Scale', { min: 2, max: 4 }),
			max_image_width: checkNumber(maxWidth, 'Maximum Width', { min: 1, integer: true }),
			max_image_height: checkNumber(maxHeight, 'Maximum Height', { min: 1, integer: true }),
		},
	};
}

function limitOption(displayName: string, name: string, side: string) {
	return {
		displayName,
		name,
		type: 'number' as const,
		typeOptions: { minValue: 1 },
		default: DEFAULT_LIMIT,
		description: `Largest ${side} of the result in pixels. Whether Fotor accepts more than ${DEFAULT_LIMIT} is not documented.`,
	};
}
