import type { INodeProperties } from 'n8n-workflow';

/**
 * The description that a model uses to choose the tool. Only the tool's form has this field. Without it, n8n would use
 * the node's own description, or make one from the resource and operation ("Get task in Fotor").
 * @param show the field values for which to show this text
 */
export function toolDescriptionField(
	text: string,
	show: Record<string, Array<string | boolean>> = {},
): INodeProperties {
	return {
		displayName: 'Tool Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: text,
		description: 'Tells the model what this tool does and returns',
		displayOptions: { show: { '@tool': [true], ...show } },
	};
}

/**
 * The two descriptions of a tool, one for when it waits for the result and one for when it doesn't.
 * @param does what the tool does, without a period: "Smooth the skin of people in an image"
 * @param more the price and limits, as full sentences
 */
export function toolDescriptions(does: string, more = ''): INodeProperties[] {
	const text = (returns: string) => [`${does}.`, returns, more].filter(Boolean).join(' ');
	return [
		toolDescriptionField(text(RETURNS), { waitForCompletion: [true] }),
		toolDescriptionField(text(STARTS), { waitForCompletion: [false] }),
	];
}

const RETURNS =
	'Returns the status and the result URL. If the task is not finished in time, returns status inProgress and the task ID.';
const STARTS =
	'Only starts the task and returns its task ID. Use another Fotor tool to wait for the task or check it.';
