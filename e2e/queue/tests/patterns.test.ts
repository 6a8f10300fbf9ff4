import { startSandbox, type Sandbox } from '../../../sandbox';
import { readExample, sandboxCredential, withCredential } from '../../../harness/n8n/examples';
import { nodeOutput, type N8nRest } from '../../../harness/n8n/rest';
import { until } from '../../support/until';
import { sharedQueue, signedInRest } from '../support/context';
import { activate, countBy, waitForAll } from '../support/executions';
import { occupied, staysOf } from '../support/workers';
import { callWebhook, chain, startedByWebhook } from '../support/workflows';

const COUNT = 100;
/** If waiting executions held their slots, the workers' six slots would be full for 100 × 20 / 6 = 333 s. */
const TASK_MS = 20_000;
const COLLECT = 'Collect the File';

describe('100 tasks of 20 s', () => {
	let sandbox: Sandbox;
	let rest: N8nRest;
	let credential: { id: string; name: string };

	beforeEach(async () => {
		sandbox = await startSandbox({ taskDurationMs: TASK_MS });
		rest = await signedInRest();
		credential = await rest.createCredential(sandboxCredential(sandbox));
	});

	afterEach(async () => {
		await sandbox.close();
	});

	/** Saves an example with a webhook instead of the manual trigger, and activates it. */
	async function activateExample(
		file: string,
		webhooks: number,
	): Promise<{ id: string; path: string }> {
		const { id: _, ...example } = withCredential(readExample(file, sandbox), credential);
		const { workflow, path } = startedByWebhook(example);
		const { id } = await rest.createWorkflow(workflow);
		await activate(rest, id, webhooks);
		return { id, path };
	}

	/** How long n8n takes to run an empty workflow. If a worker is free, this takes hardly any time. */
	async function timeOfAnotherExecution(): Promise<number> {
		const { id } = await rest.createWorkflow(
			chain('Probe', [{ name: 'Nothing', type: 'n8n-nodes-base.noOp' }]),
		);
		const startedAt = Date.now();
		await rest.waitForExecution(await rest.runWorkflow(id, 'Start'));
		return Date.now() - startedAt;
	}

	/** Checks that the result and file of every paid task arrived exactly once. */
	async function expectAllCollected(executionIds: string[]): Promise<void> {
		const taskIds: unknown[] = [];
		for (const executionId of executionIds) {
			const { data } = await rest.getExecution(executionId);
			for (const item of nodeOutput(data, COLLECT)) {
				expect(item.json.status).toBe('completed');
				expect(item.binary?.data?.id).toMatch(/^database:/);
				taskIds.push(item.json.taskId);
			}
		}
		expect(sandbox.submissions).toHaveLength(COUNT);
		expect(taskIds.sort()).toEqual(sandbox.submissions.map(({ taskId }) => taskId).sort());
	}

	function say(name: string, startedAt: number, executionIds: string[], probe: number): void {
		const seconds = (Date.now() - startedAt) / 1000;
		const held = occupied(staysOf(executionIds)) / 1000;
		console.log(
			`${name}: ${COUNT} tasks in ${seconds.toFixed(0)} s, workers busy for ${held.toFixed(1)} s in total, ` +
				`${sandbox.peakInFlight} tasks in parallel, another execution took ${probe} ms`,
		);
	}

	it('hold no worker if the Fotor Trigger collects them', async () => {
		const { id, path } = await activateExample('collect-with-the-trigger.json', 2);
		const { nodes } = await rest.getWorkflow(id);
		const trigger = nodes.find(({ type }) => type === 'n8n-nodes-fotor.fotorTrigger');
		const { webhookUrl } = sharedQueue();
		const url = `${webhookUrl}/webhook/${trigger?.webhookId}/webhook`;
		sandbox.options.webhook = { url, timeoutMs: 120_000 };

		const startedAt = Date.now();
		await callWebhook(webhookUrl, path, COUNT);
		await until(() => sandbox.submissions.length === COUNT, 60_000);
		const probe = await timeOfAnotherExecution();
		const executions = await waitForAll(id, 2 * COUNT, 150_000);
		await rest.deactivateWorkflow(id);

		expect(countBy(executions, ({ status }) => status)).toEqual({ success: 2 * COUNT });
		const replies = sandbox.webhookCalls.map(({ answered }) => answered);
		expect(replies).toEqual(Array(COUNT).fill(200));
		const ids = executions.map((execution) => execution.id);
		say('Trigger', startedAt, ids, probe);
		const collecting: string[] = [];
		for (const executionId of ids) {
			const { data } = await rest.getExecution(executionId);
			if (data.resultData.runData['Fotor Trigger']) collecting.push(executionId);
		}
		expect(collecting).toHaveLength(COUNT);
		await expectAllCollected(collecting);
		expect(probe).toBeLessThan(10_000);
	});

	it('hold no worker if a wait loop collects them', async () => {
		const { id, path } = await activateExample('collect-with-a-wait-loop.json', 1);
		const startedAt = Date.now();
		await callWebhook(sharedQueue().webhookUrl, path, COUNT);
		await until(() => sandbox.submissions.length === COUNT, 60_000);
		const probe = await timeOfAnotherExecution();
		const executions = await waitForAll(id, COUNT, 160_000);
		await rest.deactivateWorkflow(id);

		expect(countBy(executions, ({ status }) => status)).toEqual({ success: COUNT });
		const ids = executions.map((execution) => execution.id);
		say('Wait loop', startedAt, ids, probe);
		// Each execution left its worker while it waited.
		expect(staysOf(ids).length).toBeGreaterThanOrEqual(2 * COUNT);
		await expectAllCollected(ids);
		expect(probe).toBeLessThan(10_000);
	});
});
