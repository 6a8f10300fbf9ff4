import type { INodeProperties } from 'n8n-workflow';

/**
 * The node's action, for n8n's node panel and for agents. The form hides this field, since a node has only one action.
 * @param action in sentence case, without articles: "Upscale image"
 */
export function actionField(action: string): INodeProperties {
	const name = action.replace(/(^| )[a-z]/g, (letter) => letter.toUpperCase());
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'hidden',
		noDataExpression: true,
		options: [{ name, value: 'run', action }],
		default: 'run',
	};
}
