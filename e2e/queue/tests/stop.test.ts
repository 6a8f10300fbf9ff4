import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { sandboxCredential, withCredential } from '../../../harness/n8n/examples';
import type { N8nRest } from '../../../harness/n8n/rest';
import { until } from '../../support/until';
import { sharedQueue, signedInRest } from '../support/context';
import { activate, executionsOf } from '../support/executions';
import { staysOf } from '../support/workers';
import { callWebhook, chain, startedByWebhook } from '../support/workflows';

const TASK_MS = 12_000;

describe('Stopping an execution in queue mode', () => {
	let sandbox: Sandbox;
	let rest: N8nRest;

	beforeEach(async () => {
		sandbox = await startSandbox({ taskDurationMs: TASK_MS });
		rest = await signedInRest();
	});

	afterEach(async () => {
		await sandbox.close();
	});

	const waitingTool = () =>
		chain('Stop', [
			{
				name: 'Tool',
				type: 'n8n-nodes-fotor.fotorSkinRetouch',
				parameters: {
					imageSource: 'url',
					imageUrl: `${sandbox.url}/samples/landscape.jpg`,
					options: { pollInterval: 1 },
				},
			},
		]);

	async function create(definition: ReturnType<typeof waitingTool>): Promise<string> {
		const credential = await rest.createCredential(sandboxCredential(sandbox));
		return (await rest.createWorkflow(withCredential(definition, credential))).id;
	}

	/** Number of requests that the sandbox received after the given time (Unix ms). */
	const requestsAfter = (moment: number) => sandbox.requests.filter(({ at }) => at > moment).length;

	it('ends the wait in the worker if the main process queued the execution', async () => {
		const executionId = await rest.runWorkflow(await create(waitingTool()), 'Start');
		await until(() => sandbox.submissions.length > 0 && sandbox.requests.length > 3);
		expect(staysOf([executionId])).toHaveLength(1);

		const stoppedAt = Date.now();
		await rest.stopExecution(executionId);
		const { status } = await rest.waitForExecution(executionId);
		const shownAt = Date.now();
		expect(status).toBe('canceled');
		await until(() => staysOf([executionId])[0]?.to !== undefined, 5_000);
		const freedAt = staysOf([executionId])[0]?.to ?? 0;
		expect(shownAt - stoppedAt).toBeLessThan(2_000);
		expect(freedAt - stoppedAt).toBeLessThan(2_000);

		await sleep(4_000);
		expect(requestsAfter(Math.max(freedAt, shownAt))).toBe(0);
		expect(sandbox.submissions).toHaveLength(1);
		const last = sandbox.requests.at(-1)?.at ?? 0;
		console.log(
			`Stop: status after ${shownAt - stoppedAt} ms, worker free after ${freedAt - stoppedAt} ms, ` +
				`last request after ${last - stoppedAt} ms`,
		);
	});

	it('does not reach the worker in n8n 2.41 if a webhook process queued the execution', async () => {
		const { workflow, path } = startedByWebhook(waitingTool());
		const workflowId = await create(workflow);
		await activate(rest, workflowId, 1);
		await callWebhook(sharedQueue().webhookUrl, path, 1);
		await until(() => sandbox.submissions.length > 0 && sandbox.requests.length > 3);
		const executionId = (await executionsOf(workflowId))[0]?.id ?? '';

		const stoppedAt = Date.now();
		await rest.stopExecution(executionId);
		expect((await rest.waitForExecution(executionId)).status).toBe('canceled');
		await until(() => staysOf([executionId])[0]?.to !== undefined, TASK_MS + 15_000);
		await rest.deactivateWorkflow(workflowId);

		const freedAfter = (staysOf([executionId])[0]?.to ?? 0) - stoppedAt;
		const { status } = await rest.getExecution(executionId);
		// n8n has not told the node to stop, so the node keeps running, but no longer than its 'Maximum Wait Time'.
		expect(requestsAfter(stoppedAt + 2_000)).toBeGreaterThan(0);
		expect(sandbox.submissions).toHaveLength(1);
		console.log(
			`Stopping an execution queued by a webhook process: worker free after ${freedAfter} ms, final status "${status}"`,
		);
	});
});
