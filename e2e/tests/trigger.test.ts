import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../../sandbox';
import { HOSTILE_BODIES } from '../../test/nodes/FotorTrigger/hostile';
import { signedInRest } from '../support/context';
import { sandboxCredential } from '../../harness/n8n/examples';
import { N8N_LINE } from '../../harness/n8n/paths';
import { rawCall } from '../support/raw';
import { RAW_BODIES } from '../support/rawBodies';
import type { N8nRest } from '../../harness/n8n/rest';
import {
	activateTrigger,
	callWebhook,
	executionsOf,
	receivedItem,
	triggerWorkflow,
} from '../../harness/n8n/webhooks';

describe('The Fotor Trigger in n8n', () => {
	let rest: N8nRest;
	let sandbox: Sandbox;
	let credential: { id: string; name: string };

	beforeAll(async () => {
		sandbox = await startSandbox();
		rest = await signedInRest();
		credential = await rest.createCredential(sandboxCredential(sandbox));
	});
	afterAll(async () => {
		await sandbox?.close();
	});
	beforeEach(() => {
		sandbox.clearFaults();
		sandbox.requests.splice(0);
	});

	const report = ({ status = 1, msg = '' } = {}) => {
		const { taskId, businessId, type, resultUrl } = sandbox.addTask({ status, msg });
		return { taskId, status, businessId, type, resultUrl };
	};

	describe('called with a body that is not a report', () => {
		let url: string;
		let workflowId: string;

		beforeAll(async () => {
			({ url, workflowId } = await activateTrigger(rest, {}, credential));
		});
		afterEach(() => expect(sandbox.requests).toEqual([]));

		/** False for invalid JSON, which n8n itself rejects. */
		const isJson = (body: unknown) => {
			if (typeof body !== 'string') return true;
			try {
				JSON.parse(body);
				return true;
			} catch {
				return false;
			}
		};

		it.each(HOSTILE_BODIES)('rejects %s', async (_name, body) => {
			const { status } = await callWebhook(url, body);
			expect(status).toBe(isJson(body) ? 400 : 422);
		});

		it.each(RAW_BODIES)(
			'replies to $name with status $status',
			async ({ headers, body, status }) => {
				expect(await rawCall(url, { headers, body })).toBe(status);
			},
		);

		it('does not reply to a body that is cut off', async () => {
			const headers = { 'Content-Type': 'application/json' };
			const call = { headers, body: '{"taskId":', isCutOff: true };
			expect(await rawCall(url, call)).toBeUndefined();
		});

		it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])(
			'rejects the HTTP method %s',
			async (method) => {
				expect(await rawCall(url, { method })).toBe(404);
			},
		);

		it('stores no execution for rejected bodies and accepts the next report', async () => {
			expect(await rest.listAllExecutions(workflowId)).toEqual([]);
			const next = report();
			expect((await callWebhook(url, next)).body).toEqual({ received: true, started: true });
			const executions = await executionsOf(rest, workflowId, 1);
			expect(executions.map(({ status }) => status)).toEqual(['success']);
			expect(sandbox.requests).toHaveLength(1);
			sandbox.requests.splice(0);
		});
	});

	it('starts for a failed task and outputs its reason', async () => {
		const { url, workflowId } = await activateTrigger(rest, {}, credential);
		const failed = report({ status: 2, msg: 'no face found' });
		await callWebhook(url, { ...failed, resultUrl: '' });
		const [execution] = await executionsOf(rest, workflowId, 1);
		expect(execution && receivedItem(execution)).toMatchObject({
			taskId: failed.taskId,
			status: 'failed',
			resultUrl: null,
			verified: true,
			reason: expect.stringContaining('no face found') as string,
		});
	});

	it('starts once for eight simultaneous copies of a report', async () => {
		const { url, workflowId } = await activateTrigger(rest, {}, credential);
		const body = report();
		const replies = await Promise.all(Array.from({ length: 8 }, () => callWebhook(url, body)));
		expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(200));
		const started = replies.filter(({ body }) => typeof body === 'object' && body.started);
		expect(started).toHaveLength(1);
		expect(await executionsOf(rest, workflowId, 1)).toHaveLength(1);
	});

	describe('while Fotor is unreachable', () => {
		beforeEach(() => {
			for (const on of ['poll', 'credits'] as const) {
				sandbox.fail({ on, status: 503, times: Infinity });
			}
		});

		it("starts with the call's data, marked as not verified, if configured to do so", async () => {
			const parameters = { onVerificationUnavailable: 'emit' };
			const { url, workflowId } = await activateTrigger(rest, parameters, credential);
			const body = report();
			expect((await callWebhook(url, body)).body).toEqual({ received: true, started: true });
			const [execution] = await executionsOf(rest, workflowId, 1);
			expect(execution && receivedItem(execution)).toMatchObject({
				taskId: body.taskId,
				resultUrl: body.resultUrl,
				verified: false,
				notice: expect.stringMatching(/^Not verified: /) as string,
			});
		});

		it('rejects a call by default and accepts it once Fotor is reachable', async () => {
			const { url, workflowId } = await activateTrigger(rest, {}, credential);
			const body = report();
			const refused = await callWebhook(url, body);
			expect(refused).toMatchObject({ status: 503, body: { started: false } });
			expect(refused.headers['retry-after']).toBe('60');
			sandbox.clearFaults();
			expect((await callWebhook(url, body)).body).toEqual({ received: true, started: true });
			const executions = await executionsOf(rest, workflowId, 1);
			expect(executions.map(receivedItem)).toMatchObject([{ verified: true }]);
		});
	});

	it("starts with the call's data, even without a credential, if verification is off", async () => {
		const { url, workflowId } = await activateTrigger(rest, { verifyWithApi: false });
		const taskId = randomUUID();
		await callWebhook(url, { taskId, status: 1, resultUrl: 'https://anywhere.example/x.png' });
		const [execution] = await executionsOf(rest, workflowId, 1);
		expect(execution && receivedItem(execution)).toMatchObject({ taskId, verified: false });
		expect(sandbox.requests).toEqual([]);
	});

	it('is not activated while its allowlist has an invalid entry', async () => {
		const options = { ipAllowlist: '192.0.2.7, 10.0.0' };
		const { webhookId, ...workflow } = triggerWorkflow({ options }, credential);
		const { id } = await rest.createWorkflow(workflow);
		const url = `${new URL(rest.url).origin}/webhook/${webhookId}/webhook`;
		// In n8n 1.x, activation fails immediately. n8n 2.x retries for a few seconds before it tells the user (see the
		// editor test).
		const activation = rest.activateWorkflow(id);
		if (N8N_LINE === 1)
			await expect(activation).rejects.toThrow('neither IP addresses nor networks: 10.0.0');
		else await activation;
		const statuses: number[] = [];
		while (statuses.length < 20) {
			statuses.push((await callWebhook(url, report())).status);
			await sleep(250);
		}
		// n8n 2.x registers the URL briefly on each attempt. The valid entry then still applies, and these calls don't come
		// from it.
		expect(statuses.filter((status) => status === 404).length).toBeGreaterThan(10);
		expect(statuses.filter((status) => status !== 404 && status !== 403)).toEqual([]);
		expect(await rest.listExecutions(id)).toEqual([]);
	});
});
