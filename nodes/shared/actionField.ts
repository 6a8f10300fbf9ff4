import type { INodeProperties } from 'n8n-workflow';

/**
 * What the node does, as n8n's node panel and agents show it. A tool does one thing, so that nothing is to be
 * chosen and the form does not show the field.
 * @param action sentence case, without articles: "Upscale image"
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
