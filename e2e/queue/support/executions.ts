import { setTimeout as sleep } from 'node:timers/promises';
import type { N8nRest } from '../../../harness/n8n/rest';
import { until } from '../../support/until';
import { sharedQueue } from './context';
import { withPostgres } from './services';

export interface StoredExecution {
	id: string;
	status: string;
	mode: string;
}

/** All executions of a workflow, read from the database. n8n's REST API returns them only in pages. */
export async function executionsOf(workflowId: string): Promise<StoredExecution[]> {
	const { rows } = await withPostgres(
		sharedQueue().database,
		async (client) =>
			await client.query<StoredExecution>(
				'SELECT id::text, status, mode FROM execution_entity WHERE "workflowId" = $1 ORDER BY id',
				[workflowId],
			),
	);
	return rows;
}

/** Activates a workflow and waits for n8n to register its webhooks, which happens after n8n has replied. */
export async function activate(rest: N8nRest, workflowId: string, webhooks: number): Promise<void> {
	await rest.activateWorkflow(workflowId);
	const { database } = sharedQueue();
	await until(
		async () =>
			await withPostgres(database, async (client) => {
				const { rows } = await client.query(
					'SELECT 1 FROM webhook_entity WHERE "workflowId" = $1',
					[workflowId],
				);
				return rows.length === webhooks;
			}),
	);
}

const ENDED = ['success', 'error', 'crashed', 'canceled'];

/** Waits until a workflow has at least this many executions and all of them have ended. */
export async function waitForAll(
	workflowId: string,
	count: number,
	timeout: number,
	which: (execution: StoredExecution) => boolean = () => true,
): Promise<StoredExecution[]> {
	const deadline = Date.now() + timeout;
	for (;;) {
		const found = (await executionsOf(workflowId)).filter(which);
		if (found.length >= count && found.every(({ status }) => ENDED.includes(status))) return found;
		if (Date.now() > deadline) {
			const states = Object.entries(countBy(found, ({ status }) => status));
			throw new Error(
				`Expected ${count} executions to end within ${timeout} ms. Statuses: ${states.join('; ')}`,
			);
		}
		await sleep(500);
	}
}

export function countBy<T>(all: T[], key: (one: T) => string): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const one of all) counts[key(one)] = (counts[key(one)] ?? 0) + 1;
	return counts;
}
