import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox';
import { sharedN8n } from '../support/context';
import { sandboxCredential } from '../support/examples';
import { installPackage } from '../support/package';
import { startN8n, type N8nServer } from '../support/server';
import {
	activateTrigger,
	callWebhook,
	executionsOf,
	receivedItem,
	untilRegistered,
} from '../support/webhooks';

const FOTOR = '54.212.95.175';

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

	it('still knows after a restart what has started the workflow', async () => {
		const { url, workflowId } = await activateTrigger(n8n.rest, {}, credential);
		const earlier = Array.from({ length: 20 }, report);
		for (const { status } of await Promise.all(earlier.map((call) => callWebhook(url, call)))) {
			expect(status).toBe(200);
		}
		expect(await executionsOf(n8n.rest, workflowId, 20)).toHaveLength(20);

		await n8n.stop();
		n8n = await start(Number(new URL(url).port));
		await n8n.rest.login(owner);
		await untilRegistered(url);
		for (const { body } of await Promise.all(earlier.map((call) => callWebhook(url, call)))) {
			expect(body).toMatchObject({ started: false, reason: 'already received' });
		}
		const next = report();
		expect((await callWebhook(url, next)).body).toMatchObject({ started: true });
		const executions = await executionsOf(n8n.rest, workflowId, 21);
		expect(executions).toHaveLength(21);
		expect(executions[0] && receivedItem(executions[0]).taskId).toBe(next.taskId);
	});
});
