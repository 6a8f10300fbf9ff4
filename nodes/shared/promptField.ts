import type { INodeProperties } from 'n8n-workflow';

/** The field in which the user says what he wants to see. */
export function promptField(
	texts: Pick<INodeProperties, 'description' | 'placeholder' | 'displayOptions' | 'required'>,
): INodeProperties {
	return {
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		...texts,
	};
}

/** What the picture must not show. */
export function negativePromptField(): INodeProperties {
	return {
		displayName: 'Negative Prompt',
		name: 'negativePrompt',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. text, watermark, blurry',
		description: 'What to avoid in the picture',
	};
}
