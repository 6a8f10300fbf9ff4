import type { INodeParameters } from 'n8n-workflow';

import type { ChainNode } from '../../harness/n8n/workflows';

/** One of n8n's own nodes. */
export function builtIn(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
): ChainNode {
	return { name, type: `n8n-nodes-base.${type}`, typeVersion, parameters };
}

/** Nodes that create `count` items, numbered from 0 in the `list` field. */
export function items(count: number): ChainNode[] {
	const jsonOutput = `={{ { list: [...Array(${count}).keys()] } }}`;
	return [
		builtIn('List', 'set', 3.4, { mode: 'raw', jsonOutput }),
		builtIn('Items', 'splitOut', 1, { fieldToSplitOut: 'list', options: {} }),
	];
}
