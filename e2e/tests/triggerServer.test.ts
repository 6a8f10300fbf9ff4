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

/** Tasks before and after the restart, in lots that a slow machine can take. */
const HALF = 100;
const LOT = 25;
/** Forged calls of each kind in each lot. */
const FORGED = 5;

/** An n8n of its own: behind one proxy, and restarted at the end. */
describe('The Fotor Trigger in an n8n behind a proxy', () => {
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

	/** Restarts n8n at the same address, and waits until a trigger is there again. */
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

	it('lets in only callers of the allowlist, as the nearest proxy saw them', async () => {
		const options = { ipAllowlist: `${FOTOR}, 2001:db8::/32` };
		const { url, workflowId } = await activateTrigger(n8n.rest, { options }, credential);
		const from = async (address?: string) =>
			(await callWebhook(url, report(), address ? { 'X-Forwarded-For': address } : {})).status;

		expect(await from()).toBe(403);
		expect(await from('203.0.113.9')).toBe(403);
		// The caller wrote the first address itself; the proxy has added the last one.
		expect(await from(`${FOTOR}, 203.0.113.9`)).toBe(403);
		expect(await from('not an address')).toBe(403);
		expect(sandbox.requests).toEqual([]);
		expect(await from(FOTOR)).toBe(200);
		expect(await from(`203.0.113.9, ${FOTOR}`)).toBe(200);
		expect(await from('2001:db8::7')).toBe(200);
		expect(await executionsOf(n8n.rest, workflowId, 3)).toHaveLength(3);
	});

	it('lets in only callers with the token', async () => {
		const options = { token: 'a secret+1' };
		const { url, workflowId } = await activateTrigger(n8n.rest, { options }, credential);
		sandbox.requests.splice(0);
		for (const query of ['', '?token=', '?token=wrong', '?token=a&token=b', '?token[x]=1']) {
			expect(await callWebhook(url + query, report())).toMatchObject({
				status: 403,
				body: { reason: 'token missing or wrong' },
			});
		}
		expect(sandbox.requests).toEqual([]);
		const { status } = await callWebhook(`${url}?token=a%20secret%2B1`, report());
		expect(status).toBe(200);
		expect(await executionsOf(n8n.rest, workflowId, 1)).toHaveLength(1);
	});

	it('knows after a restart what came one after the other before', async () => {
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
	}, 200_000);

	it('starts once for each of 200 tasks, among forged and repeated calls and over a restart', async () => {
		const { url, workflowId } = await activateTrigger(n8n.rest, {}, credential);
		const tool = await n8n.rest.createWorkflow(withCredential(submitMany(LOT), credential));
		sandbox.submissions.splice(0);
		sandbox.options.webhook = { url, repeats: 1, timeoutMs: 120_000 };

		const first = await finishHalf(tool.id, url);
		// n8n saves what comes at the same moment in any order; the next report sets the list right.
		const settling = report();
		expect((await callWebhook(url, settling)).body).toMatchObject({ started: true });
		// A stop would cut off an execution that is still being saved.
		await executionsOf(n8n.rest, workflowId, HALF + 1);
		await restart(url);
		// What was reported before the restart comes once more.
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
	}, 400_000);

	/** Has a tool that does not wait submit half of the tasks; returns the reports of them. */
	async function finishHalf(toolId: string, url: string): Promise<WebhookCall[]> {
		const earlier = sandbox.webhookCalls.length;
		for (let lot = 1; lot <= HALF / LOT; lot++) {
			const executionId = await n8n.rest.runWorkflow(toolId, 'Start');
			expect(await sendForged(url)).toEqual(Array(3 * FORGED).fill(403));
			expect((await n8n.rest.waitForExecution(executionId)).status).toBe('success');
			const deadline = Date.now() + 60_000;
			while (reportsSince(earlier).length < 2 * LOT * lot && Date.now() < deadline) {
				await sleep(100);
			}
		}
		return reportsSince(earlier);
	}

	/** The reports that the sandbox has sent after so many others, and that were answered. */
	const reportsSince = (earlier: number) =>
		sandbox.webhookCalls.slice(earlier).filter(({ answered }) => answered);

	/** Calls that somebody made up; returns the replies. */
	async function sendForged(url: string): Promise<number[]> {
		const bodies = Array.from({ length: FORGED }, () => {
			const { taskId, status } = report();
			return [
				{ taskId: randomBytes(16).toString('hex'), status: 1 },
				{ taskId, status: 2 },
				{ taskId, status, resultUrl: 'https://evil.example/x.png' },
			];
		}).flat();
		// At the same time: n8n waits for seconds before it refuses an ID that Fotor does not know.
		return await Promise.all(bodies.map(async (body) => (await callWebhook(url, body)).status));
	}
});

/** A tool that does not wait, with so many items at once. */
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
