import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * True if the node runs as a tool of an agent or of an MCP server. The node type shows this on every host, whereas
 * `isToolExecution` is missing in n8n 1.x, and returns false in n8n 2.x for agents that run their tools as nodes.
 */
export function isTool(context: IExecuteFunctions): boolean {
	return context.isToolExecution?.() === true || context.getNode().type.endsWith('Tool');
}

/** Maximum duration of a tool call, ms: MCP clients give up after 60 s. */
export const TOOL_WAIT = 50_000;

/** True if the run has more than one item, so messages must name the item. */
export function hasManyItems(context: IExecuteFunctions): boolean {
	return context.getInputData().length > 1;
}
