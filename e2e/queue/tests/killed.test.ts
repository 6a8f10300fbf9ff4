import type { INodeParameters } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { sandboxCredential, withCredential } from '../../../harness/n8n/examples';
import {
	nodeOutput,
	type Execution,
	type N8nRest,
	type WorkflowDefinition,
} from '../../../harness/n8n/rest';
import { until } from '../../support/until';
import { signedInRest } from '../support/context';
import { keepDown, mainLog, staysOf, pidOf } from '../support/workers';
import { chain } from '../support/workflows';

/** The message of an execution once the main process has noticed that its worker was killed. */
const NOTICED = /failed to be processed too many times/;

const RETOUCH = 'n8n-nodes-fotor.fotorSkinRetouch';

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
				type: RETOUCH,
				parameters: { ...picture(sandbox.url), waitForCompletion: false },
			},
			collect(),
		]);
		return { ...workflow, settings: { ...workflow.settings, saveExecutionProgress } };
	};

	/** A workflow whose only tool waits for its task. */
	const waitingTool = (options: INodeParameters = {}) => {
		const parameters = { ...picture(sandbox.url), options };
		const workflow = chain('Killed', [{ name: 'Tool', type: RETOUCH, parameters }]);
		return { ...workflow, settings: { ...workflow.settings, saveExecutionProgress: true } };
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
		await until(() => sandbox.submissions.length > before && staysOf([executionId]).length > 0);
		await sleep(2_000);
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

	/**
	 * Retries an execution whose worker was killed.
	 * @returns 'refused' if n8n refuses, or the status of the retry and the number of tasks that it paid for
	 */
	async function retry({ id }: Execution): Promise<string> {
		const before = sandbox.submissions.length;
		const retried = await rest.retryExecution(id, 'original').catch((error: Error) => {
			expect(error.message).toContain('cannot be retried');
			return undefined;
		});
		if (retried === undefined) return 'refused';
		const { status, data } = await rest.waitForExecution(retried);
		const message = data.resultData.error?.message ?? '';
		if (NOTICED.test(message)) expect(data.resultData.runData).toEqual({});
		const outcome = `${status}, ${sandbox.submissions.length - before} paid`;
		console.log(`Retry: ${outcome}; ${message}`);
		return outcome;
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
		expect(['refused', 'error, 0 paid']).toContain(await retry(execution));
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
		expect(['success, 0 paid', 'error, 0 paid']).toContain(await retry(execution));
		await until(() => mainLog().includes(`Problem with execution ${execution.id}:`), 60_000);
		await until(async () => (await rest.getExecution(execution.id)).status === 'error');
		const noticed = await rest.getExecution(execution.id);
		expect(noticed.data.resultData.runData).toEqual({});
		expect(JSON.stringify(noticed.data)).not.toContain(taskId);
		expect(await retry(noticed)).toBe('error, 0 paid');
	});

	it('is paid for again by a retry before the main process notices the crash, but not if the tool has a key', async () => {
		const withoutKey = await killInMidWait(waitingTool(), { comesBack: true });
		expect(['success, 1 paid', 'error, 0 paid']).toContain(await retry(withoutKey.execution));
		const withKey = await killInMidWait(waitingTool({ taskKey: 'killed' }), { comesBack: true });
		expect(await retry(withKey.execution)).toBe('error, 0 paid');
	});

	it('is ended by the main process if the worker does not restart', async () => {
		const { execution } = await killInMidWait(submitAndCollect(true), { comesBack: false });
		expect(execution.status).toBe('error');
		expect(execution.data.resultData.runData).toEqual({});
		expect(await retry(execution)).toBe('error, 0 paid');
	});
});

/** A node that waits for a task: by default, the incoming item's task. */
const collect = (parameters: Record<string, string> = {}) => ({
	name: 'Collect',
	type: 'n8n-nodes-fotor.fotor',
	parameters: { resource: 'task', operation: 'wait', ...parameters },
});
