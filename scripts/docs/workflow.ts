import type { INodeParameters, INodeTypeDescription } from 'n8n-workflow';

/** A small workflow to paste into n8n: a start, and the node with a few settings. */
export function exampleWorkflow(node: INodeTypeDescription, parameters: INodeParameters) {
	const tool = {
		parameters,
		name: node.displayName,
		type: `n8n-nodes-fotor.${node.name}`,
		typeVersion: [node.version].flat().at(-1),
		position: [220, 0],
	};
	if (node.group.includes('trigger')) return { nodes: [tool], connections: {} };
	const start = {
		parameters: {},
		name: START,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
	};
	return {
		nodes: [start, tool],
		connections: { [START]: { main: [[{ node: tool.name, type: 'main', index: 0 }]] } },
	};
}

const START = "When clicking 'Execute workflow'";
