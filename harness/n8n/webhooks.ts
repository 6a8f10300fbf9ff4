import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { INode, INodeParameters } from 'n8n-workflow';
import { NEW_CONNECTION } from './connection';
import { PACKAGE_NAME } from './package';
import {
	nodeOutput,
	UNFINISHED,
	type Execution,
	type N8nRest,
	type WorkflowDefinition,
} from './rest';

export const TRIGGER = 'Fotor Trigger';

/** Name of the node after the trigger. Its output is what the workflow received. */
const AFTER = 'After';

const ACTIVATION_LIMIT = 20_000;
const EXECUTIONS_LIMIT = 60_000;

export interface Answer {
	status: number;
	body: { received?: boolean; started?: boolean; reason?: string } | string | undefined;
	headers: Record<string, unknown>;
}

/** A workflow with a trigger and a node that does nothing. */
export function webhookWorkflow(start: Partial<INode>): WorkflowDefinition & { webhookId: string } {
	const webhookId = randomUUID();
	const trigger = { id: randomUUID(), webhookId, name: TRIGGER, position: [0, 0], ...start };
	return {
		webhookId,
		name: `${trigger.name} ${webhookId}`,
		nodes: [
			trigger as INode,
			{
				id: randomUUID(),
				name: AFTER,
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [220, 0],
				parameters: {},
			},
		],
		connections: { [trigger.name]: { main: [[{ node: AFTER, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

/** A workflow that starts with the Fotor Trigger. */
export function triggerWorkflow(
	parameters: INodeParameters,
	credential?: { id: string; name: string },
): ReturnType<typeof webhookWorkflow> {
	return webhookWorkflow({
		type: `${PACKAGE_NAME}.fotorTrigger`,
		typeVersion: 2,
		parameters: { events: ['completed', 'failed'], ...parameters },
		...(credential ? { credentials: { fotorApi: { ...credential } } } : {}),
	});
}

export interface ActiveTrigger {
	workflowId: string;
	/** Production URL. */
	url: string;
}

/** Saves and activates a workflow with a Fotor Trigger, and waits until its URL responds. */
export async function activateTrigger(
	rest: N8nRest,
	parameters: INodeParameters,
	credential?: { id: string; name: string },
): Promise<ActiveTrigger> {
	const { webhookId, ...workflow } = triggerWorkflow(parameters, credential);
	const { id } = await rest.createWorkflow(workflow);
	await rest.activateWorkflow(id);
	const url = `${new URL(rest.url).origin}/webhook/${webhookId}/webhook`;
	await untilRegistered(url);
	return { workflowId: id, url };
}

/**
 * Waits until n8n has registered a webhook. Until then, its URL returns 404. The empty calls that check this don't
 * start anything.
 */
export async function untilRegistered(url: string): Promise<void> {
	const deadline = Date.now() + ACTIVATION_LIMIT;
	while ((await callWebhook(url, {})).status === 404) {
		if (Date.now() > deadline) throw new Error(`${url} still returns 404`);
		await sleep(50);
	}
}

/** Calls a URL. Strings and bytes are sent unchanged. */
export async function callWebhook(
	url: string,
	body: unknown,
	headers: Record<string, string> = {},
): Promise<Answer> {
	const response = await axios.post<Answer['body']>(url, body, {
		headers: { 'Content-Type': 'application/json', ...headers },
		transformRequest: (data: unknown) =>
			typeof data === 'string' || Buffer.isBuffer(data) ? data : JSON.stringify(data),
		validateStatus: null,
		...NEW_CONNECTION,
		maxBodyLength: Infinity,
	});
	return { status: response.status, body: response.data, headers: response.headers };
}

/** Waits until a workflow has at least the expected number of executions and all have ended. Returns all executions. */
export async function executionsOf(
	rest: N8nRest,
	workflowId: string,
	expected: number,
): Promise<Execution[]> {
	const deadline = Date.now() + EXECUTIONS_LIMIT;
	for (;;) {
		const found = await rest.listAllExecutions(workflowId);
		const isOver = found.every(({ status }) => !UNFINISHED.includes(status));
		if ((found.length >= expected && isOver) || Date.now() > deadline) {
			const executions: Execution[] = [];
			for (const { id } of found) executions.push(await rest.getExecution(id));
			return executions;
		}
		await sleep(200);
	}
}

/** The item an execution started with. */
export function receivedItem({ data }: Execution): Record<string, unknown> {
	const items = nodeOutput(data, AFTER);
	if (items.length !== 1) throw new Error(`Expected 1 item, got ${items.length}`);
	return items[0]?.json ?? {};
}
