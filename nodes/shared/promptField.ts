import type { INodeProperties } from 'n8n-workflow';

/** Canvas subtitle of a node with a prompt: the beginning of the prompt. */
export const PROMPT_SUBTITLE = '={{ ($parameter["prompt"] || "").slice(0, 60) }}';

/** The prompt field, which is required unless `texts` says otherwise. */
export function promptField(
	texts: Pick<
		INodeProperties,
		'description' | 'hint' | 'placeholder' | 'displayOptions' | 'required'
	>,
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

export function negativePromptField(): INodeProperties {
	return {
		displayName: 'Negative Prompt',
		name: 'negativePrompt',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. text, watermark, blurry',
		description: 'What to avoid in the image',
	};
}
