import { sandboxCredential } from '../../harness/n8n/examples';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import { N8N_LINE } from '../../harness/n8n/paths';
import { nodeOutput, type N8nRest } from '../../harness/n8n/rest';
import { chain, fotorChain, type ChainNode } from '../../harness/n8n/workflows';
import { startSandbox, type Sandbox } from '../../sandbox';
import { signedInRest } from '../support/context';
import { builtIn, items } from '../support/builtIn';

const TOOL = 'Text to Image';
const SUB = 'Make One Image';

/** Only the execution that paid for the task knows the task ID, so the message must point users to that execution. */
describe('After Fotor rejects the status check of a paid task', () => {
	let sandbox: Sandbox;
	let rest: N8nRest;
	let credential: { id: string; name: string };

	beforeAll(async () => {
		rest = await signedInRest();
	});
	beforeEach(async () => {
		sandbox = await startSandbox({ taskDurationMs: 50 });
		credential = await rest.createCredential(sandboxCredential(sandbox));
	});
	afterEach(async () => await sandbox.close());

	const tool = (): ChainNode => ({
		name: TOOL,
		type: `${PACKAGE_NAME}.fotorTextToImage`,
		typeVersion: 1,
		parameters: { prompt: '=a boat with the number {{ $json.list }}' },
		credentials: { fotorApi: credential },
	});
	const paid = () => sandbox.submissions.map(({ taskId }) => taskId);
	const retry = async (executionId: string) =>
		await rest.waitForExecution(await rest.retryExecution(executionId, 'original'));

	it('in a sub-workflow that runs once per item, the message points to a Retry that does not pay again', async () => {
		const sub = await rest.createWorkflow({
			...chain(
				builtIn('Called', 'executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' }),
				tool(),
			),
			name: SUB,
		});
		// n8n 2.x calls only published workflows, except in a manual run.
		if (N8N_LINE === 2) await rest.activateWorkflow(sub.id);
		const parent = await rest.createWorkflow(
			fotorChain(
				...items(3),
				builtIn('Each', 'executeWorkflow', 1.2, {
					workflowId: { __rl: true, mode: 'id', value: sub.id },
					mode: 'each',
				}),
			),
		);
		// Rejects the third status check. It is for the third item, because every task has finished by its first check.
		sandbox.fail({ on: 'poll', status: 403, after: 2 });
		const failed = await rest.waitForExecution(await rest.runWorkflow(parent.id, 'Start'));
		expect([failed.status, paid().length]).toEqual(['error', 3]);
		const third = paid()[2] ?? '';
		const text = textOf(failed.data.resultData.error);
		expect(text).toContain(third);
		const [, executionId = '', name] = /retry execution (\d+) of .*?"([^"]+)"/.exec(text) ?? [];
		expect(name).toBe(SUB);
		const listed = await rest.listExecutions(sub.id);
		expect(listed.find(({ id }) => id === executionId)).toMatchObject({ status: 'error' });

		const retried = await retry(executionId);
		expect(retried.status).toBe('success');
		expect(nodeOutput(retried.data, TOOL)[0]?.json.taskId).toBe(third);
		expect(paid()).toHaveLength(3);

		// A Retry of the calling workflow pays for every item again: see docs/what-happens-when.md.
		expect((await retry(failed.id)).status).toBe('success');
		expect(paid()).toHaveLength(6);
	});

	it.each([1, 2])(
		"in a manual run (items: %s), the message points to a Retry that does not pay again, unlike 'Execute step'",
		async (count) => {
			const { id } = await rest.createWorkflow(fotorChain(...items(count), tool()));
			sandbox.fail({ on: 'poll', status: 403 });
			const failed = await rest.waitForExecution(await rest.runWorkflow(id, 'Start'));
			expect([failed.status, paid().length]).toEqual(['error', count]);
			const first = paid();
			const text = textOf(failed.data.resultData.error);
			for (const taskId of first) expect(text).toContain(taskId);
			expect(text).toContain(
				`To continue without paying again, retry execution ${failed.id} from the executions list`,
			);
			expect(text).toMatch(/If you run the step .*you pay again/);

			const { [TOOL]: _, ...before } = failed.data.resultData.runData;
			const step = await rest.waitForExecution(await rest.runStep(id, TOOL, before));
			expect([step.status, paid().length]).toEqual(['success', 2 * count]);

			const retried = await retry(failed.id);
			expect(retried.status).toBe('success');
			const taskIds = nodeOutput(retried.data, TOOL).map(({ json }) => json.taskId);
			expect(taskIds.sort()).toEqual(first.sort());
			expect(paid()).toHaveLength(2 * count);
		},
	);
});

/** The text that n8n shows for an error: its message followed by its description. */
function textOf(error: { message?: string; description?: unknown } | undefined): string {
	return [error?.message, error?.description].join('\n');
}
