import type { INode } from 'n8n-workflow';

import type { WorkflowDefinition } from './rest';

/** A node in a chain. The node's ID is derived from its name, and its position from its place in the chain. */
export type ChainNode = Pick<INode, 'name' | 'type' | 'typeVersion' | 'parameters'> &
	Partial<Pick<INode, 'credentials' | 'webhookId'>>;

/** A workflow with the Manual Trigger "Start", followed by the given nodes in order. */
export function fotorChain(...nodes: ChainNode[]): WorkflowDefinition {
	const start = {
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		parameters: {},
	};
	return chain(start, ...nodes);
}

/** A workflow that connects the nodes in order. */
export function chain(...nodes: ChainNode[]): WorkflowDefinition {
	const links = nodes
		.slice(1)
		.map(({ name }, index) => [
			nodes[index]?.name ?? '',
			{ main: [[{ node: name, type: 'main' as const, index: 0 }]] },
		]);
	return {
		name: 'Files',
		nodes: nodes.map((node, index) => ({ id: node.name, position: [index * 200, 0], ...node })),
		connections: Object.fromEntries(links) as WorkflowDefinition['connections'],
		settings: { executionOrder: 'v1' },
	};
}
