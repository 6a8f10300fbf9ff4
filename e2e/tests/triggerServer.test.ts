import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox, type WebhookCall } from '../../sandbox';
import { sharedN8n } from '../support/context';
import { sandboxCredential, withCredential } from '../../harness/n8n/examples';
import { installPackage, PACKAGE_NAME } from '../../harness/n8n/package';
import type { WorkflowDefinition } from '../../harness/n8n/rest';
import { startN8n, type N8nServer } from '../../harness/n8n/server';
import {
	activateTrigger,
	callWebhook,
	executionsOf,
	receivedItem,
	untilRegistered,
} from '../../harness/n8n/webhooks';
import { fotorChain } from '../../harness/n8n/workflows';

const FOTOR = '54.212.95.175';

/**
 * Number of tasks to submit before the restart and again after it, in batches of `LOT`, which even a slow machine can
 * handle.
 */
const HALF = 50;
const LOT = 25;
/** Number of forged calls of each kind per batch. */
const FORGED = 5;
const FORGERY = '403 not confirmed by Fotor';
/** An unknown task ID takes several checks, for which a busy machine may leave too little time. */
const TOO_LATE = "503 the call can't be verified at the moment";

/** Uses a separate n8n instance, which is behind one proxy and is restarted by some tests. */
describe('The Fotor Trigger in an n8n instance behind a proxy', () => {
	const { tarball, owner } = sharedN8n();
	let userFolder: string;
	let n8n: N8nServer;
	let sandbox: Sandbox;
	let credential: { id: string; name: string };

	const start = async (port?: number) =>
		await startN8n({ userFolder, port, env: { N8N_PROXY_HOPS: '1' } });

	beforeAll(async () => {
		sandbox = await startSandbox();
		userFolder = await mkdtemp(join(tmpdir(), 'n8n-e2e-trigger-'));
		await installPackage(tarball, userFolder);
		n8n = await start();
		await n8n.rest.setUpOwner(owner);
		credential = await n8n.rest.createCredential(sandboxCredential(sandbox));
	});
	afterAll(async () => {
		await n8n?.stop();
		await sandbox?.close();
		await rm(userFolder, { recursive: true, force: true });
	});

	/** Restarts n8n on the same port and waits until the trigger is registered again. */
	const restart = async (url: string) => {
		await n8n.stop();
		n8n = await start(Number(new URL(url).port));
		await n8n.rest.login(owner);
		await untilRegistered(url);
	};

	const report = (): { taskId: string; status: number | string } => {
		const { taskId, status } = sandbox.addTask({});
		return { taskId, status };
	};

	it('accepts only callers on the allowlist, as seen by the nearest proxy', async () => {
		const options = { ipAllowlist: `${FOTOR}, 2001:db8::/32` };
		const { url, workflowId } = await activateTrigger(n8n.rest, { options }, credential);
		const from = async (address?: string) =>
			(await callWebhook(url, report(), address ? { 'X-Forwarded-For': address } : {})).status;

		expect(await from()).toBe(403);
		expect(await from('203.0.113.9')).toBe(403);
		// The caller made up the first address; the proxy added the last one.
		expect(await from(`${FOTOR}, 203.0.113.9`)).toBe(403);
		expect(await from('not an address')).toBe(403);
		expect(sandbox.requests).toEqual([]);
		expect(await from(FOTOR)).toBe(200);
		expect(await from(`203.0.113.9, ${FOTOR}`)).toBe(200);
		expect(await from('2001:db8::7')).toBe(200);
		expect(await executionsOf(n8n.rest, workflowId, 3)).toHaveLength(3);
	});

	it('accepts only callers with the secret', async () => {
		const options = { token: 'a secret+1' };
		const { url, workflowId } = await activateTrigger(n8n.rest, { options }, credential);
		sandbox.requests.splice(0);
		for (const query of ['', '?token=', '?token=wrong', '?token=a&token=b', '?token[x]=1']) {
			expect(await callWebhook(url + query, report())).toMatchObject({
				status: 403,
				body: { reason: 'secret missing or wrong' },
			});
		}
		expect(sandbox.requests).toEqual([]);
		const { status } = await callWebhook(`${url}?token=a%20secret%2B1`, report());
		expect(status).toBe(200);
		expect(await executionsOf(n8n.rest, workflowId, 1)).toHaveLength(1);
	});

	it('still remembers reports after a restart if they arrived one after another', async () => {
		const { url, workflowId } = await activateTrigger(n8n.rest, {}, credential);
		const reports = [report(), report(), report()];
		for (const [number, body] of reports.entries()) {
			expect((await callWebhook(url, body)).body).toMatchObject({ started: true });
			await executionsOf(n8n.rest, workflowId, number + 1);
		}
		await restart(url);
		for (const body of reports) {
			expect((await callWebhook(url, body)).body).toMatchObject({ reason: 'already received' });
		}
		expect(await executionsOf(n8n.rest, workflowId, 3)).toHaveLength(3);
	});

	it('starts once for each of 100 tasks, despite forged and repeated calls and a restart', async () => {
		const { url, workflowId } = await activateTrigger(n8n.rest, {}, credential);
		const tool = await n8n.rest.createWorkflow(withCredential(submitMany(LOT), credential));
		sandbox.submissions.splice(0);
		sandbox.options.webhook = { url, repeats: 1, timeoutMs: 120_000 };

		const first = await finishHalf(tool.id, url);
		// If reports arrive at the same time, some may be missing from the list of received calls that n8n saves. The
		// next report completes it.
		const settling = report();
		expect((await callWebhook(url, settling)).body).toMatchObject({ started: true });
		// Stopping n8n now would cut off an execution that is still being saved.
		await executionsOf(n8n.rest, workflowId, HALF + 1);
		await restart(url);
		// Sends the reports from before the restart once more.
		const again = await Promise.all(first.map(({ body }) => callWebhook(url, body)));
		const repeated = { received: true, started: false, reason: 'already received' };
		expect(again.map(({ body }) => body)).toEqual(Array(first.length).fill(repeated));
		const second = await finishHalf(tool.id, url);
		delete sandbox.options.webhook;

		expect([...first, ...second].map(({ answered }) => answered)).toEqual(
			Array(4 * HALF).fill(200),
		);
		const executions = await executionsOf(n8n.rest, workflowId, 2 * HALF + 1);
		const statuses = executions.map(({ id, status }) => ({ id, status }));
		expect(statuses.filter(({ status }) => status !== 'success')).toEqual([]);
		const items = executions.map(receivedItem);
		const received = items.filter(({ taskId }) => taskId !== settling.taskId);
		expect(received).toHaveLength(items.length - 1);
		const paid = sandbox.submissions.map(({ taskId }) => sandbox.tasks.get(taskId));
		expect(paid).toHaveLength(2 * HALF);
		const byTask = (a: { taskId?: unknown }, b: { taskId?: unknown }) =>
			String(a.taskId).localeCompare(String(b.taskId));
		expect(received.sort(byTask)).toEqual(
			paid
				.map((task) => ({
					taskId: task?.taskId,
					status: 'completed',
					type: task?.type,
					resultUrl: task?.resultUrl,
					resultUrls: [task?.resultUrl],
					tokensUsed: task?.price,
					createdAt: expect.any(String) as string,
					updatedAt: expect.any(String) as string,
					sensitiveContent: false,
					verified: true,
					receivedAt: expect.any(String) as string,
				}))
				.sort(byTask),
		);
	}, 600_000);

	/** Submits half of the tasks with a tool that does not wait. @returns the reports of these tasks */
	async function finishHalf(toolId: string, url: string): Promise<WebhookCall[]> {
		const earlier = sandbox.webhookCalls.length;
		for (let lot = 1; lot <= HALF / LOT; lot++) {
			const executionId = await n8n.rest.runWorkflow(toolId, 'Start');
			const replies = await sendForged(url);
			expect(replies).toHaveLength(3 * FORGED);
			for (const [index, reply] of replies.entries()) {
				expect(index % 3 === 0 ? [FORGERY, TOO_LATE] : [FORGERY]).toContain(reply);
			}
			expect((await n8n.rest.waitForExecution(executionId)).status).toBe('success');
			const deadline = Date.now() + 60_000;
			while (reportsSince(earlier).length < 2 * LOT * lot && Date.now() < deadline) {
				await sleep(100);
			}
		}
		return reportsSince(earlier);
	}

	/** The sandbox's reports that got a reply, excluding the first `earlier` reports. */
	const reportsSince = (earlier: number) =>
		sandbox.webhookCalls.slice(earlier).filter(({ answered }) => answered);

	/** Sends forged calls, every third with an unknown task ID. @returns each reply's status and reason */
	async function sendForged(url: string): Promise<string[]> {
		const bodies = Array.from({ length: FORGED }, () => {
			const { taskId, status } = report();
			return [
				{ taskId: randomBytes(16).toString('hex'), status: 1 },
				{ taskId, status: 2 },
				{ taskId, status, resultUrl: 'https://evil.example/x.png' },
			];
		}).flat();
		// Sends the calls in parallel, because the trigger takes several seconds to reject an unknown task ID.
		const answers = await Promise.all(bodies.map(async (body) => await callWebhook(url, body)));
		return answers.map(
			({ status, body }) => `${status} ${typeof body === 'object' ? body.reason : body}`,
		);
	}
});

/** A workflow that runs a tool on `count` items and does not wait for the tasks. */
function submitMany(count: number): WorkflowDefinition {
	return fotorChain(
		{
			name: 'List',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: `={{ { list: [...Array(${count}).keys()] } }}` },
		},
		{
			name: 'Items',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'list', options: {} },
		},
		{
			name: 'Tool',
			type: `${PACKAGE_NAME}.fotorTextToImage`,
			typeVersion: 1,
			parameters: { prompt: '=a boat with the number {{ $json.list }}', waitForCompletion: false },
		},
	);
}
