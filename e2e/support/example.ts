import { randomUUID } from 'node:crypto';
import type { INode, INodeCredentials } from 'n8n-workflow';

import { readExample, sandboxCredential, withCredential } from '../../harness/n8n/examples';
import type { Execution, N8nRest, SavedWorkflow } from '../../harness/n8n/rest';
import type { Sandbox } from '../../sandbox';

export interface Choices {
	/** Credentials of nodes other than Fotor's, by node type. */
	credentials?: Record<string, INodeCredentials>;
	/** Parameters that a user would adapt, by node name. */
	parameters?: Record<string, INode['parameters']>;
	/** Other changes the test makes to a node. */
	change?: (node: INode) => INode;
}

export interface InstalledExample extends SavedWorkflow {
	/** The path of the first node's webhook. */
	webhookId: string;
}

/** Imports an example and sets its credentials and parameters, as a user would. Sample images come from the sandbox. */
export async function installExample(
	rest: N8nRest,
	sandbox: Sandbox,
	file: string,
	{ credentials = {}, parameters = {}, change = (node) => node }: Choices = {},
): Promise<InstalledExample> {
	const fotorApi = await rest.createCredential(sandboxCredential(sandbox));
	const { id: _, ...example } = withCredential(readExample(file, sandbox), fotorApi);
	const webhookId = randomUUID();
	const [first] = example.nodes.filter(({ type }) => /trigger$/i.test(type));
	const nodes = example.nodes.map((node) => ({
		...node,
		...(credentials[node.type] ? { credentials: credentials[node.type] } : {}),
		...(node.webhookId ? { webhookId: node === first ? webhookId : randomUUID() } : {}),
		parameters: { ...node.parameters, ...parameters[node.name] },
	}));
	const workflow = { ...example, nodes: nodes.map(change) };
	return { ...(await rest.createWorkflow(workflow)), webhookId };
}

/**
 * Runs an installed example from its first node, as the editor's "Execute workflow" button does.
 * @throws Error with n8n's message unless the execution succeeds
 */
export async function runExample(rest: N8nRest, { id, nodes }: SavedWorkflow): Promise<Execution> {
	const start = nodes.find(({ type }) => /trigger$/i.test(type));
	const execution = await rest.waitForExecution(await rest.runWorkflow(id, start?.name ?? ''));
	const { lastNodeExecuted, error } = execution.data.resultData;
	if (execution.status === 'success') return execution;
	throw new Error(`${lastNodeExecuted}: ${error?.message} ${error?.description ?? ''}`);
}
