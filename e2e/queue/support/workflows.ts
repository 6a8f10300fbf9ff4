import { randomUUID } from 'node:crypto';
import axios from 'axios';
import { NEW_CONNECTION } from '../../../harness/n8n/connection';
import type { INode } from 'n8n-workflow';
import type { WorkflowDefinition } from '../../../harness/n8n/rest';
import { fotorChain } from '../../../harness/n8n/workflows';

/** A named chain of nodes, started by a manual trigger named "Start". */
export function chain(name: string, nodes: Array<Pick<INode, 'name' | 'type'> & Partial<INode>>) {
	const complete = nodes.map((node) => ({ typeVersion: 1, parameters: {}, ...node }));
	return { ...fotorChain(...complete), name };
}

/** Fetches the sandbox's sample image as a file. */
export const fetchPicture = (url: string) => ({
	name: 'Fetch Image',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		url: `${url}/samples/landscape.jpg`,
		options: { response: { response: { responseFormat: 'file' } } },
	},
});

/** Replaces the manual trigger with a webhook. Returns the workflow and the webhook's path. */
export function startedByWebhook<T extends WorkflowDefinition>(
	workflow: T,
): { workflow: T; path: string } {
	const path = randomUUID();
	const nodes = workflow.nodes.map((node) =>
		node.type === 'n8n-nodes-base.manualTrigger'
			? {
					...node,
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2,
					webhookId: path,
					parameters: { path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
				}
			: node,
	);
	return { workflow: { ...workflow, nodes }, path };
}

/** Calls a production webhook many times, with a few calls in parallel. */
export async function callWebhook(base: string, path: string, times: number): Promise<void> {
	let left = times;
	const caller = async () => {
		while (left > 0) {
			left -= 1;
			await axios.post(`${base}/webhook/${path}`, {}, NEW_CONNECTION);
		}
	};
	await Promise.all(Array.from({ length: 5 }, caller));
}
