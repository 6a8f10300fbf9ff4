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
