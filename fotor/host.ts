import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * True if the node runs as a tool for an agent or an MCP server. In that case, the name of the node type ends with
 * `Tool` on every host. `isToolExecution` isn't reliable: it is missing in n8n 1.x, and in n8n 2.x, it returns false
 * for agents that run their tools as nodes.
 */
export function isTool(context: IExecuteFunctions): boolean {
	return context.isToolExecution?.() === true || context.getNode().type.endsWith('Tool');
}

/** Maximum duration of a tool call, ms. Below 60 s, which is when MCP clients give up. */
export const TOOL_WAIT = 50_000;

/** True if the run has more than one item. If so, messages must name the item. */
export function hasManyItems(context: IExecuteFunctions): boolean {
	return context.getInputData().length > 1;
}
