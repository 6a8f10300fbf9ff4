import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { sandboxCredential, withCredential } from '../../../harness/n8n/examples';
import { nodeOutput, type N8nRest, type WorkflowDefinition } from '../../../harness/n8n/rest';
import { FOR_THE_LOG, isPolled, retry } from '../../crash/retries';
import { until } from '../../support/until';
import { signedInRest } from '../support/context';
import { keepDown, mainLog, staysOf, pidOf } from '../support/workers';
import { chain } from '../support/workflows';

const picture = (url: string) => ({
	imageSource: 'url',
	imageUrl: `${url}/samples/landscape.jpg`,
});

describe('An execution whose worker is killed while a tool waits', () => {
	let sandbox: Sandbox;
	let rest: N8nRest;
	let credential: { id: string; name: string };

	beforeAll(async () => {
		sandbox = await startSandbox({ taskDurationMs: 15_000 });
		rest = await signedInRest();
		credential = await rest.createCredential(sandboxCredential(sandbox));
	});

	afterAll(async () => {
		await sandbox.close();
	});

	/** A workflow that submits a task in one node and waits for it in another. Its worker is killed during the wait. */
	const submitAndCollect = (saveExecutionProgress: boolean) => {
		const workflow = chain('Killed', [
			{
				name: 'Submit',
				type: 'n8n-nodes-fotor.fotorSkinRetouch',
				parameters: { ...picture(sandbox.url), waitForCompletion: false },
			},
			collect(),
		]);
		return { ...workflow, settings: { ...workflow.settings, saveExecutionProgress } };
	};

	/** Runs the workflow, kills its worker during the wait, and returns the execution once n8n has ended it. */
	async function killInMidWait(
		workflow: WorkflowDefinition & { settings: { saveExecutionProgress: boolean } },
		{ comesBack }: { comesBack: boolean },
	) {
		const savesProgress = workflow.settings.saveExecutionProgress;
		const before = sandbox.submissions.length;
		const { id } = await rest.createWorkflow(withCredential(workflow, credential));
		const executionId = await rest.runWorkflow(id, 'Start');
		await until(() => isPolled(sandbox, before) && staysOf([executionId]).length > 0);
		await sleep(FOR_THE_LOG);
		const worker = staysOf([executionId])[0]?.worker ?? '';
		const pid = pidOf(worker);
		const letStart = comesBack ? () => {} : keepDown(worker);
		try {
			process.kill(-pid, 'SIGKILL');
			const killedAt = Date.now();
			const execution = await rest.waitForExecution(executionId, 120_000);
			const seconds = (Date.now() - killedAt) / 1000;
			const taskId = sandbox.submissions.at(-1)?.taskId ?? '';
			const { runData, error } = execution.data.resultData;
			const knowsTask = JSON.stringify(execution.data).includes(taskId);
			console.log(
				`Killed worker, ${comesBack ? 'restarted' : 'not restarted'}, progress ${savesProgress ? '' : 'not '}saved: ` +
					`"${execution.status}" after ${seconds.toFixed(0)} s; nodes: ${Object.keys(runData).join(', ') || 'none'}; ` +
					`task ID ${knowsTask ? 'kept' : 'lost'}; "${error?.message}"`,
			);
			// n8n does not submit the task again on its own.
			expect(sandbox.submissions).toHaveLength(before + 1);
			return { execution, taskId, knowsTask };
		} finally {
			letStart();
			// The other tests need both workers.
			await until(() => pidOf(worker) !== pid);
		}
	}

	it('is lost along with its task ID if the worker restarts, but the task can be collected', async () => {
		const { execution, taskId, knowsTask } = await killInMidWait(submitAndCollect(false), {
			comesBack: true,
		});
		// The restarted worker sets the status to 'crashed', and the main process sets it to 'error'. Either may come
		// first.
		expect(['crashed', 'error']).toContain(execution.status);
		expect(knowsTask).toBe(false);

		const paid = sandbox.submissions.length;
		expect(['refused', 'noticed']).toContain(await retry(rest, sandbox, execution.id));
		const { id } = await rest.createWorkflow(
			withCredential(chain('Collect by ID', [collect({ taskId })]), credential),
		);
		const rescued = await rest.waitForExecution(await rest.runWorkflow(id, 'Start'));
		expect(rescued.status).toBe('success');
		const [item] = nodeOutput(rescued.data, 'Collect');
		expect(item?.json).toMatchObject({ taskId, status: 'completed' });
		expect(item?.binary?.data?.id).toMatch(/^database:/);
		expect(sandbox.submissions).toHaveLength(paid);
	});

	it("keeps the task ID only until the main process notices the crash, even with 'Save execution progress' on", async () => {
		const { execution, taskId } = await killInMidWait(submitAndCollect(true), {
			comesBack: true,
		});
		// The retry waits for the task, unless the main process has already noticed the crash.
		expect(['success, 0 paid', 'noticed']).toContain(await retry(rest, sandbox, execution.id));
		await until(() => mainLog().includes(`Problem with execution ${execution.id}:`), 60_000);
		await until(async () => (await rest.getExecution(execution.id)).status === 'error');
		const noticed = await rest.getExecution(execution.id);
		expect(noticed.data.resultData.runData).toEqual({});
		expect(JSON.stringify(noticed.data)).not.toContain(taskId);
		expect(await retry(rest, sandbox, execution.id)).toBe('noticed');
	});

	it('is ended by the main process if the worker does not restart', async () => {
		const { execution } = await killInMidWait(submitAndCollect(true), { comesBack: false });
		expect(execution.status).toBe('error');
		expect(execution.data.resultData.runData).toEqual({});
		expect(await retry(rest, sandbox, execution.id)).toBe('noticed');
	});
});

/** A node that waits for a task: by default, the incoming item's task. */
const collect = (parameters: Record<string, string> = {}) => ({
	name: 'Collect',
	type: 'n8n-nodes-fotor.fotor',
	parameters: { resource: 'task', operation: 'wait', ...parameters },
});
