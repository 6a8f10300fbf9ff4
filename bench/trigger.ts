/** Measures the call rates of the Fotor Trigger and of n8n's own Webhook node in the same real n8n instance. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sandboxCredential } from '../harness/n8n/examples';
import { installPackage, packPackage, PACKAGE_NAME } from '../harness/n8n/package';
import { TEST_OWNER, type N8nRest } from '../harness/n8n/rest';
import { startN8n } from '../harness/n8n/server';
import { callWebhook, untilRegistered, webhookWorkflow } from '../harness/n8n/webhooks';
import { startSandbox, type Sandbox } from '../sandbox';
import type { Row } from './report';

const CALLERS = 8;
const WARM_UP = 24;
/** The clients take turns in each round, so other load on the machine affects all of them. */
const ROUNDS = 9;
const CALLS = 40;
const GOAL = 0.9;

const BUILT_IN = 'n8n Webhook 2';
const BUILT_IN_1 = 'n8n Webhook 1';
const UNVERIFIED = 'Fotor Trigger, unverified';
const VERIFIED = 'Fotor Trigger, verified';

interface Setting {
	name: string;
	env: Record<string, string>;
	/**
	 * Name of the Webhook node version to compare the trigger with. With this setting, n8n treats that version like a
	 * community node.
	 */
	yardstick: string;
}

/**
 * By default, n8n prepares an expression isolate for each call, except for calls to its own Webhook node, version 2 and
 * later (live-webhooks.js of n8n 2.41 checks for that node's name). No other node can opt out, so the trigger is
 * compared with a version of the Webhook node that gets an isolate too.
 */
const SETTINGS: Setting[] = [
	{ name: "n8n's defaults", env: {}, yardstick: BUILT_IN_1 },
	{
		name: 'isolate for every node',
		env: { N8N_EXPRESSION_ENGINE_ALLOW_WEBHOOK_ISOLATE_SKIP: 'false' },
		yardstick: BUILT_IN,
	},
	{
		name: 'isolate on demand',
		env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
		yardstick: BUILT_IN,
	},
];

interface Client {
	name: string;
	url: string;
	workflowId: string;
	/** Latency of each call, in ms. */
	latencies: number[];
	/** Time from the start of each round to its last reply, in ms. */
	rounds: number[];
}

export async function triggerRows(log: (line: string) => void): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-bench-'));
	try {
		const tarball = await packPackage(folder);
		const rows: Row[] = [];
		for (const setting of SETTINGS) {
			log(`starting n8n: ${setting.name}`);
			rows.push(...(await measure(setting, tarball, log)));
		}
		return rows;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function measure(
	setting: Setting,
	tarball: string,
	log: (line: string) => void,
): Promise<Row[]> {
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-bench-'));
	const sandbox = await startSandbox();
	try {
		await installPackage(tarball, userFolder);
		const n8n = await startN8n({ userFolder, env: setting.env });
		try {
			await n8n.rest.setUpOwner(TEST_OWNER);
			const clients = await createClients(n8n.rest, sandbox);
			for (let round = 0; round <= ROUNDS; round++) {
				for (const client of clients) {
					const isWarmUp = round === 0;
					await runRound(client, sandbox, isWarmUp ? WARM_UP : CALLS, isWarmUp);
					await drained(n8n.rest, client.workflowId);
				}
				log(round === 0 ? 'warm' : `round ${round} of ${ROUNDS}`);
			}
			return rowsOf(setting, clients);
		} finally {
			await n8n.stop();
		}
	} finally {
		await sandbox.close();
		await rm(userFolder, { recursive: true, force: true });
	}
}

async function createClients(rest: N8nRest, sandbox: Sandbox): Promise<Client[]> {
	const { id, name } = await rest.createCredential(sandboxCredential(sandbox));
	const fotor = (verifyWithApi: boolean) => ({
		type: `${PACKAGE_NAME}.fotorTrigger`,
		typeVersion: 2,
		parameters: { events: ['completed', 'failed'], verifyWithApi },
		credentials: { fotorApi: { id, name } },
	});
	const webhook = (typeVersion: number) => ({
		type: 'n8n-nodes-base.webhook',
		typeVersion,
		parameters: { httpMethod: 'POST', path: randomUUID(), options: {} },
	});
	const starts = {
		[UNVERIFIED]: fotor(false),
		[BUILT_IN]: webhook(2),
		[BUILT_IN_1]: webhook(1),
		[VERIFIED]: fotor(true),
	};
	const clients: Client[] = [];
	for (const [client, start] of Object.entries(starts)) {
		const { webhookId, ...workflow } = webhookWorkflow(start);
		const { id: workflowId } = await rest.createWorkflow(workflow);
		await rest.activateWorkflow(workflowId);
		const path = 'path' in start.parameters ? start.parameters.path : `${webhookId}/webhook`;
		const url = `${new URL(rest.url).origin}/webhook/${path}`;
		await untilRegistered(url);
		clients.push({ name: client, url, workflowId, latencies: [], rounds: [] });
	}
	return clients;
}

/** Sends `count` calls, each for a different task, with `CALLERS` calls in parallel. */
async function runRound(client: Client, sandbox: Sandbox, count: number, isWarmUp: boolean) {
	const bodies = Array.from({ length: count }, () => {
		const { taskId, status, businessId, type, resultUrl } = sandbox.addTask({});
		return { taskId, status, businessId, type, resultUrl };
	});
	const latencies: number[] = [];
	const started = performance.now();
	const caller = async () => {
		for (let body = bodies.pop(); body; body = bodies.pop()) {
			const calledAt = performance.now();
			const { status } = await callWebhook(client.url, body);
			if (status !== 200) throw new Error(`${client.name} answered ${status}`);
			latencies.push(performance.now() - calledAt);
		}
	};
	await Promise.all(Array.from({ length: CALLERS }, caller));
	if (isWarmUp) return;
	client.latencies.push(...latencies);
	client.rounds.push(performance.now() - started);
}

/** Waits until all executions have ended, so they don't slow down the next client. */
async function drained(rest: N8nRest, workflowId: string): Promise<void> {
	for (;;) {
		const executions = await rest.listExecutions(workflowId);
		if (executions.every(({ status }) => !['new', 'running'].includes(status))) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

function rowsOf({ name, yardstick }: Setting, clients: Client[]): Row[] {
	return clients.map((client) => {
		const beside = (other: string) => ratioOf(client, clientNamed(clients, other));
		const isJudged = client.name === UNVERIFIED;
		return {
			case: `${name}, ${CALLERS} callers, ${client.latencies.length} calls`,
			client: client.name,
			seconds: client.rounds.reduce((sum, ms) => sum + ms, 0) / 1000,
			...(isJudged ? { goal: `≥ ${GOAL} × ${yardstick}`, met: beside(yardstick) >= GOAL } : {}),
			note:
				`${rateOf(client).toFixed(0)} calls/s, × ${beside(BUILT_IN).toFixed(2)} Webhook 2, ` +
				`× ${beside(BUILT_IN_1).toFixed(2)} Webhook 1, median ${quantile(client, 0.5)} ms, p95 ${quantile(client, 0.95)} ms`,
		};
	});
}

function clientNamed(clients: Client[], name: string): Client {
	const found = clients.find((client) => client.name === name);
	if (!found) throw new Error(`no client ${name}`);
	return found;
}

/** Calls per second in the median round. The median reduces the effect of other load on the machine. */
function rateOf({ rounds }: Client): number {
	return (CALLS * 1000) / middle(rounds);
}

/** Compares two clients round by round, because other load on the machine affects both equally within a round. */
function ratioOf(client: Client, other: Client): number {
	return middle(client.rounds.map((ms, round) => (other.rounds[round] ?? NaN) / ms));
}

function middle(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function quantile({ latencies }: Client, share: number): string {
	const sorted = [...latencies].sort((a, b) => a - b);
	return (sorted[Math.floor((sorted.length - 1) * share)] ?? NaN).toFixed(0);
}
