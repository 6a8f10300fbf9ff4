import { startSandbox, type Sandbox } from '../../../sandbox';
import { sandboxCredential, withCredential } from '../../../harness/n8n/examples';
import { nodeOutput, type N8nRest } from '../../../harness/n8n/rest';
import { sharedQueue, signedInRest } from '../support/context';
import { activate, countBy, waitForAll } from '../support/executions';
import { CONCURRENCY, WORKERS } from '../support/stack';
import { occupied, staysOf } from '../support/workers';
import { callWebhook, chain, fetchPicture, startedByWebhook } from '../support/workflows';

const COUNT = 60;
const TOOL = 'Fotor AI Skin Retouch';

describe('60 executions of a waiting tool', () => {
	let sandbox: Sandbox;
	let rest: N8nRest;

	beforeAll(async () => {
		sandbox = await startSandbox({ taskDurationMs: 1_000 });
		rest = await signedInRest();
	});

	afterAll(async () => {
		await sandbox.close();
	});

	it('run on both workers, succeed, and pay once each', async () => {
		const credential = await rest.createCredential(sandboxCredential(sandbox));
		const { workflow, path } = startedByWebhook(
			chain('Spread', [
				fetchPicture(sandbox.url),
				{ name: TOOL, type: 'n8n-nodes-fotor.fotorSkinRetouch' },
			]),
		);
		const { id } = await rest.createWorkflow(withCredential(workflow, credential));
		await activate(rest, id, 1);

		const startedAt = Date.now();
		await callWebhook(sharedQueue().webhookUrl, path, COUNT);
		const executions = await waitForAll(id, COUNT, 150_000);
		const seconds = (Date.now() - startedAt) / 1000;
		await rest.deactivateWorkflow(id);

		expect(countBy(executions, ({ status }) => status)).toEqual({ success: COUNT });
		const found = staysOf(executions.map((execution) => execution.id));
		const spread = countBy(found, ({ worker }) => worker);
		expect(Object.keys(spread).sort()).toEqual(WORKERS);
		expect(Math.min(...Object.values(spread))).toBeGreaterThan(COUNT / 4);
		expect(found).toHaveLength(COUNT);

		const taskIds = new Set<unknown>();
		for (const execution of executions) {
			const { data } = await rest.getExecution(execution.id);
			const [item, ...more] = nodeOutput(data, TOOL);
			expect(more).toHaveLength(0);
			expect(item?.json.status).toBe('completed');
			taskIds.add(item?.json.taskId);
			const binaryId = item?.binary?.data?.id ?? '';
			expect(binaryId).toMatch(/^database:/);
			const file = await rest.downloadBinary(binaryId);
			expect(file.length).toBeGreaterThan(10_000);
			expect(file.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
		}
		expect(taskIds.size).toBe(COUNT);
		expect(sandbox.submissions).toHaveLength(COUNT);
		expect(sandbox.peakInFlight).toBeLessThanOrEqual(CONCURRENCY * WORKERS.length);

		console.log(
			`${COUNT} waiting executions in ${seconds.toFixed(0)} s: ${JSON.stringify(spread)}, ` +
				`${(occupied(found) / COUNT / 1000).toFixed(2)} s in a worker per execution`,
		);
	});
});
