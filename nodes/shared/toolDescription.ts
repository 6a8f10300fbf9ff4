import type { INodeProperties } from 'n8n-workflow';

/**
 * The text by which a model chooses the tool, in the tool's form only. Without it, n8n would make one from the node's
 * description, or from resource and operation ("Get task in Fotor").
 * @param show the fields and values that this text belongs to
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
 * The descriptions of a tool that makes something, with and without waiting.
 * @param does what it does, without a period: "Smooth the skin of people in an image"
 * @param more price and limits, as sentences
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
