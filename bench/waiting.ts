/**
 * Runs 100 executions, each with a 5-minute task, in real time on a real n8n instance with 2 concurrency slots and with
 * 'Release the Worker' selected.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { sandboxCredential } from '../harness/n8n/examples';
import { installPackage, packPackage, PACKAGE_NAME } from '../harness/n8n/package';
import { TEST_OWNER, type ExecutionSummary, type N8nRest } from '../harness/n8n/rest';
import { startN8n } from '../harness/n8n/server';
import { callWebhook, untilRegistered, webhookWorkflow } from '../harness/n8n/webhooks';
import { startSandbox, type Sandbox } from '../sandbox';
import type { Row } from './report';

const COUNT = 100;
const PLACES = 2;
/** s */
const TASK = 300;
/** Total number of seconds for which the executions would hold a slot if they never released it. */
const HELD_WITHOUT = COUNT * TASK;
/** Maximum time until all executions are done, in seconds. */
const GOAL = 480;
/** Maximum time for which slots may be held, as a share of `HELD_WITHOUT`. */
const GOAL_HELD = 0.2;
/** Time between two counts of the running executions, in ms. */
const GRAIN = 500;

export async function waitingRows(log: (line: string) => void): Promise<Row[]> {
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-waiting-'));
	const sandbox = await startSandbox({ taskDurationMs: 1_000 * TASK, credits: 1_000_000 });
	try {
		await installPackage(await packPackage(userFolder), userFolder);
		const env = { N8N_CONCURRENCY_PRODUCTION_LIMIT: String(PLACES) };
		const n8n = await startN8n({ userFolder, env });
		try {
			await n8n.rest.setUpOwner(TEST_OWNER);
			return [await measure(n8n.rest, sandbox, log)];
		} finally {
			await n8n.stop();
		}
	} finally {
		await sandbox.close();
		await rm(userFolder, { recursive: true, force: true });
	}
}

async function measure(rest: N8nRest, sandbox: Sandbox, log: (line: string) => void): Promise<Row> {
	const started = Date.now();
	const { url, workflowId } = await createWorkflow(rest, sandbox);
	// createWorkflow already made the first call, to find out whether the webhook was registered.
	for (let call = 1; call < COUNT; call++) await callWebhook(url, { call });
	let held = 0;
	let last = Date.now();
	let logged = 0;
	for (;;) {
		const all = await rest.listAllExecutions(workflowId);
		const now = Date.now();
		held += running(all) * (now - last);
		last = now;
		const done = all.filter(
			({ status, mode }) => status === 'success' && mode === 'webhook',
		).length;
		const failed = all.find(({ status }) => ['error', 'crashed', 'canceled'].includes(status));
		if (failed) throw await failureOf(rest, failed);
		if (done === COUNT) break;
		if (now - logged > 30_000) {
			logged = now;
			log(
				`${((now - started) / 1_000).toFixed(0)} s: ${done} of ${COUNT} done, ${running(all)} running`,
			);
		}
		await sleep(GRAIN);
	}
	const seconds = (last - started) / 1_000;
	const share = held / 1_000 / HELD_WITHOUT;
	const polls = sandbox.requests.filter(({ path }) => path.includes('/tasks/')).length;
	return {
		case: `${COUNT} executions of ${TASK / 60}-minute videos, ${PLACES} slots`,
		client: 'release',
		seconds,
		pollsPerTask: polls / COUNT,
		goal: `≤ ${GOAL} s, ≤ ${100 * GOAL_HELD}% of the slot time without releasing, ${COUNT} paid`,
		met: seconds <= GOAL && share <= GOAL_HELD && sandbox.submissions.length === COUNT,
		note: `${(held / 1_000).toFixed(0)} s held (${(100 * share).toFixed(1)}%), ${sandbox.submissions.length} paid; ${HELD_WITHOUT / PLACES / 60} min without releasing`,
	};
}

async function failureOf(rest: N8nRest, { id, mode }: ExecutionSummary): Promise<Error> {
	const { message = '', description = '' } =
		(await rest.getExecution(id)).data.resultData.error ?? {};
	return new Error(`Execution ${id} (${mode}) failed: ${message} ${description ?? ''}`);
}

function running(all: ExecutionSummary[]): number {
	return all.filter(({ status }) => status === 'running').length;
}

async function createWorkflow(rest: N8nRest, sandbox: Sandbox) {
	const fotorApi = await rest.createCredential(sandboxCredential(sandbox));
	const path = randomUUID();
	const { webhookId: _, ...workflow } = webhookWorkflow({
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
	});
	const [start] = workflow.nodes;
	const video = {
		id: 'video',
		name: 'Video',
		type: `${PACKAGE_NAME}.fotorVideoGenerator`,
		typeVersion: 1,
		position: [220, 0] as [number, number],
		parameters: {
			prompt: 'a boat',
			downloadResult: false,
			options: { whileWaiting: 'release' },
		},
		credentials: { fotorApi },
	};
	const { id: workflowId } = await rest.createWorkflow({
		...workflow,
		nodes: start ? [start, video] : [],
		connections: { Webhook: { main: [[{ node: 'Video', type: 'main', index: 0 }]] } },
	});
	await rest.activateWorkflow(workflowId);
	const url = `${new URL(rest.url).origin}/webhook/${path}`;
	await untilRegistered(url);
	return { url, workflowId };
}
