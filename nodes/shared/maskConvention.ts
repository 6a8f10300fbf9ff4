import type { INodeProperties } from 'n8n-workflow';

/** The option for the color that marks the part to replace. */
export function maskConvention(description: string): INodeProperties {
	return {
		displayName: 'Mask Convention',
		name: 'maskConvention',
		type: 'options',
		options: [
			{ name: 'Black Is Replaced', value: 'blackReplaces' },
			{ name: 'White Is Replaced', value: 'whiteReplaces' },
		],
		default: 'whiteReplaces',
		description,
	};
}
