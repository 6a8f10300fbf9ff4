import { setTimeout as sleep } from 'node:timers/promises';
import { withCredential } from '../../harness/n8n/examples';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import type { N8nRest, WorkflowDefinition } from '../../harness/n8n/rest';
import { callWebhook } from '../../harness/n8n/webhooks';
import { fotorChain, type ChainNode } from '../../harness/n8n/workflows';
import type { Sandbox } from '../../sandbox';
import { startedByWebhook } from '../queue/support/workflows';
import { until } from '../support/until';

/** An execution that is running when n8n is killed, and what n8n's Retry of it does after a restart. */
interface RetryCase {
	name: string;
	start: 'editor' | 'webhook';
	workflow: WorkflowDefinition;
	outcome: RegExp;
}

interface Context {
	url: string;
	rest: N8nRest;
	sandbox: Sandbox;
	credential: { id: string; name: string };
}

/** How long n8n may take to log that a node has started, ms. It recovers a crashed execution from this log. */
export const FOR_THE_LOG = 2_000;

/**
 * Duration of the tasks, ms. All of them must be in progress when n8n is killed, and `retry` allows a minute for a retry
 * that waits for one of them.
 */
const UNTIL_THE_KILL = 50_000;

/** Duration of the tasks that the retries submit, ms. */
const FOR_A_RETRY = 1_000;

/** The message of an execution in queue mode once the main process has noticed that its worker was killed. */
const NOTICED = /failed to be processed too many times/;

function retryCases(): RetryCase[] {
	const tool = (waitForCompletion: boolean, options = {}): ChainNode => ({
		name: 'Tool',
		type: `${PACKAGE_NAME}.fotorTextToImage`,
		typeVersion: 1,
		parameters: { prompt: 'a boat', waitForCompletion, options },
	});
	const collect: ChainNode = {
		name: 'Collect',
		type: `${PACKAGE_NAME}.fotor`,
		typeVersion: 1,
		parameters: { resource: 'task', operation: 'wait' },
	};
	const waitingTool = fotorChain(tool(true));
	const finishedTool = fotorChain(tool(false), collect);
	const savesProgress = { ...finishedTool.settings, saveExecutionProgress: true };
	return [
		{
			name: 'started in the editor',
			start: 'editor',
			workflow: waitingTool,
			outcome: /^refused$/,
		},
		{
			name: 'started by a trigger',
			start: 'webhook',
			workflow: waitingTool,
			outcome: /^success, 1 paid$/,
		},
		{
			name: 'started by a trigger, with a key',
			start: 'webhook',
			workflow: fotorChain(tool(true, { taskKey: 'killed' })),
			outcome: /^error, 0 paid: The key "killed" in 'Pay Once Per Key' was used before/,
		},
		{
			name: 'started by a trigger, and the tool had finished',
			start: 'webhook',
			workflow: finishedTool,
			outcome: /^success, 1 paid$/,
		},
		{
			name: "with 'Save execution progress'",
			start: 'editor',
			workflow: { ...waitingTool, settings: savesProgress },
			outcome: /^success, 1 paid$/,
		},
		{
			name: "with 'Save execution progress', and the tool had finished",
			start: 'webhook',
			workflow: { ...finishedTool, settings: savesProgress },
			outcome: /^success, 0 paid$/,
		},
	];
}

/** Starts all cases and waits until each is polling its task. @returns the cases with their execution IDs */
export async function startRetryCases({
	url,
	rest,
	sandbox,
	credential,
}: Context): Promise<Array<RetryCase & { id: string }>> {
	sandbox.options.taskDurationMs = UNTIL_THE_KILL;
	const started: Array<RetryCase & { id: string }> = [];
	for (const one of retryCases()) {
		const before = sandbox.submissions.length;
		const byWebhook = startedByWebhook(one.workflow);
		const definition = one.start === 'webhook' ? byWebhook.workflow : one.workflow;
		const workflow = await rest.createWorkflow(withCredential(definition, credential));
		if (one.start === 'webhook') {
			await rest.activateWorkflow(workflow.id);
			// Until n8n has registered the webhook, its URL returns 404.
			const webhook = `${url}/webhook/${byWebhook.path}`;
			await until(async () => (await callWebhook(webhook, {})).status === 200);
		} else await rest.runWorkflow(workflow.id, 'Start');
		await until(() => isPolled(sandbox, before));
		const [execution] = await rest.listExecutions(workflow.id);
		started.push({ ...one, id: execution?.id ?? '' });
	}
	sandbox.options.taskDurationMs = FOR_A_RETRY;
	await sleep(FOR_THE_LOG);
	return started;
}

/** Whether a status check has been made for the submission with this index. */
export function isPolled(sandbox: Sandbox, index: number): boolean {
	const taskId = sandbox.submissions[index]?.taskId;
	return sandbox.requests.some(
		({ method, path }) => method === 'GET' && path.endsWith(`/${taskId}`),
	);
}

/**
 * Retries a crashed execution.
 * @returns 'refused' if n8n refuses; 'noticed' if the retry ran no node because the main process of n8n in queue mode
 * has already noticed the crash; otherwise, the status of the retry, the number of tasks that it paid for, and its
 * message
 */
export async function retry(rest: N8nRest, sandbox: Sandbox, id: string): Promise<string> {
	const before = sandbox.submissions.length;
	let retried: string;
	try {
		retried = await rest.retryExecution(id, 'original');
	} catch (error) {
		if ((error as Error).message.includes('cannot be retried')) return 'refused';
		throw error;
	}
	const { status, data } = await rest.waitForExecution(retried);
	const { error, runData } = data.resultData;
	const message = error?.message ?? '';
	const paid = sandbox.submissions.length - before;
	if (
		NOTICED.test(message) &&
		status === 'error' &&
		paid === 0 &&
		Object.keys(runData).length === 0
	)
		return 'noticed';
	return `${status}, ${paid} paid${message && `: ${message}`}`;
}
