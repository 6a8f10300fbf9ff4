import { sandboxCredential, withCredential } from '../../../harness/n8n/examples';
import { nodeOutput, type N8nRest } from '../../../harness/n8n/rest';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { isReady } from '../../../harness/n8n/server';
import { until } from '../../support/until';
import { sharedQueue, signedInRest } from '../support/context';
import { countBy, executionsOf, waitForAll } from '../support/executions';
import { CONCURRENCY, PROCESSES, WORKERS } from '../support/stack';
import { killAll, killRedis, occupied, staysOf } from '../support/workers';
import { chain } from '../support/workflows';

/** More executions than the workers have slots for. */
const COUNT = 2 * CONCURRENCY * WORKERS.length;

/** In these tests, the package releases the worker after 3 s instead of a minute: see `changeTimes`. */
describe(`${COUNT} executions that release their worker`, () => {
	let sandbox: Sandbox;
	let rest: N8nRest;
	let credential: { id: string; name: string };
	let workflowId = '';

	const tool = (name: string, options: Record<string, string> = {}) => ({
		name,
		type: 'n8n-nodes-fotor.fotorSkinRetouch',
		parameters: {
			imageSource: 'url',
			imageUrl: `${sandbox.url}/samples/landscape.jpg`,
			options,
		},
	});
	const parents = ({ mode }: { mode: string }) => mode !== 'integrated';

	beforeAll(async () => {
		sandbox = await startSandbox({ taskDurationMs: 20_000 });
		rest = await signedInRest();
		credential = await rest.createCredential(sandboxCredential(sandbox));
		const workflow = chain('Released', [tool('Retouch', { whileWaiting: 'release' })]);
		workflowId = (await rest.createWorkflow(withCredential(workflow, credential))).id;
		await Promise.all(
			Array.from({ length: COUNT }, async () => await rest.runWorkflow(workflowId, 'Start')),
		);
		await until(async () => {
			const all = (await executionsOf(workflowId)).filter(parents);
			return all.length === COUNT && all.every(({ status }) => status === 'waiting');
		}, 120_000);
	});
	afterAll(async () => await sandbox.close());

	it('leave all slots free while they wait', async () => {
		const { id } = await rest.createWorkflow(
			withCredential(
				chain('Quick', [
					{
						...tool('Quick'),
						parameters: { ...tool('Quick').parameters, waitForCompletion: false } as never,
					},
				]),
				credential,
			),
		);
		const quick = await rest.waitForExecution(await rest.runWorkflow(id, 'Start'), 30_000);
		expect(quick.status).toBe('success');
	});

	it('succeed, keep their files and pay once each, even if all of n8n is killed and Redis loses its data', async () => {
		const { mainUrl, webhookUrl } = sharedQueue();
		await Promise.all([killAll(PROCESSES), killRedis()]);
		for (const url of [mainUrl, webhookUrl]) await until(async () => await isReady(url), 180_000);
		const ended = await waitForAll(workflowId, 2 * COUNT, 240_000);
		expect(countBy(ended, ({ status }) => status)).toEqual({ success: 2 * COUNT });
		const done = ended.filter(parents);
		const taskIds = new Set<unknown>();
		for (const { id } of done) {
			const [item] = nodeOutput((await rest.getExecution(id)).data, 'Retouch');
			expect(item?.binary?.data?.id).toMatch(/^database:/);
			taskIds.add(item?.json.taskId);
		}
		expect(taskIds.size).toBe(COUNT);
		// The extra task comes from the quick execution in the previous test.
		expect(sandbox.submissions).toHaveLength(COUNT + 1);
		const held = occupied(staysOf(ended.map(({ id }) => id)).filter(({ to }) => to));
		console.log(`${COUNT} executions of 20 s held the workers for ${(held / 1000).toFixed(0)} s`);
	}, 600_000);
});
