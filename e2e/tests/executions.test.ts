import { setTimeout as sleep } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../sandbox';
import { signedInRest } from '../support/context';
import { readExample, sandboxCredential, withCredential } from '../../harness/n8n/examples';
import { nodeOutput, type N8nRest } from '../../harness/n8n/rest';
import { until } from '../support/until';

const NODE = 'Fotor AI Replace';

describe('An execution in n8n', () => {
	let sandbox: Sandbox;
	let rest: N8nRest;

	beforeEach(async () => {
		sandbox = await startSandbox();
		rest = await signedInRest();
	});

	afterEach(async () => {
		await sandbox.close();
	});

	/** Creates the example workflow, with the given options and settings in its Fotor node. */
	async function createWorkflow(
		options: Record<string, unknown>,
		settings: Partial<INode> = {},
	): Promise<string> {
		const credential = await rest.createCredential(sandboxCredential(sandbox));
		const { id: _, ...example } = withCredential(
			readExample('replace-part-of-a-photo.json', sandbox),
			credential,
		);
		const nodes = example.nodes.map((node) =>
			node.name === NODE
				? { ...node, ...settings, parameters: { ...node.parameters, options } }
				: node,
		);
		return (await rest.createWorkflow({ ...example, nodes } as typeof example)).id;
	}

	it('stopped with a task in progress ends right away and stops polling', async () => {
		sandbox.options.taskDurationMs = 60_000;
		const executionId = await rest.runWorkflow(await createWorkflow({}), 'Start');
		await until(() => sandbox.submissions.length > 0 && sandbox.requests.length > 3);

		const stoppedAt = Date.now();
		await rest.stopExecution(executionId);
		const { status } = await rest.waitForExecution(executionId);
		expect(status).toBe('canceled');
		expect(Date.now() - stoppedAt).toBeLessThan(3_000);

		await sleep(500);
		const requests = sandbox.requests.length;
		await sleep(3_000);
		expect(sandbox.requests).toHaveLength(requests);
		expect(sandbox.submissions).toHaveLength(1);
	});

	it('with Retry On Fail waits three times for one task and pays for it once', async () => {
		sandbox.options.taskDurationMs = 5_000;
		const before = sandbox.credits.remaining;
		const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };
		const workflowId = await createWorkflow({ maxWaitTime: 2 }, settings);
		const { status, data } = await rest.waitForExecution(
			await rest.runWorkflow(workflowId, 'Start'),
		);
		expect(status).toBe('success');
		expect(nodeOutput(data, NODE)[0]?.json.taskId).toBe(sandbox.submissions[0]?.taskId);
		expect(sandbox.submissions).toHaveLength(1);
		expect(before - sandbox.credits.remaining).toBe(1);
	});

	describe.each(['original', 'currentlySaved'] as const)(
		'retried after a timeout with the %s workflow',
		(workflow) => {
			it('collects the paid task instead of paying again', async () => {
				sandbox.options.taskDurationMs = 4_000;
				const workflowId = await createWorkflow({ maxWaitTime: 2 });
				const failed = await rest.waitForExecution(await rest.runWorkflow(workflowId, 'Start'));
				const taskId = sandbox.submissions[0]?.taskId;
				expect(failed.status).toBe('error');
				expect(failed.data.resultData.error?.message).toContain(taskId);

				await until(() => Date.now() - (sandbox.submissions[0]?.at ?? 0) > 4_000);
				const retried = await rest.waitForExecution(await rest.retryExecution(failed.id, workflow));
				expect(retried.status).toBe('success');
				expect(nodeOutput(retried.data, NODE)[0]?.json).toMatchObject({
					taskId,
					status: 'completed',
				});
				expect(sandbox.submissions).toHaveLength(1);
			});
		},
	);
});
