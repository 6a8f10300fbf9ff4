import type { INodeExecutionData } from 'n8n-workflow';

import { dryRun } from './dryRun/item';
import { Failure, toFailure, unpaid } from './failure';
import { isTool } from './host';
import { stopsTheRest } from './nodeError';
import { forgetKey, keyOf, obtainTask } from './obtain';
import { deliver } from './result/deliver';
import { inputField, outputItem, submittedItem } from './result/items';
import { COLLECT_LATER } from './result/modelItem';
import type { Accepted, TaskDetails } from './task/details';
import { SHORTEST_INTERVAL } from './task/schedule';
import { collectLater } from './task/endings';
import { typeOf, type Batch, type FreeJob, type Job, type OpenTask } from './task/types';
import { waitForTask } from './task/wait';

/**
 * Runs the job of one item. Returns the job's output items, or the job's open task if the run hands that task over.
 * @throws Failure
 */
export async function runJob(
	batch: Batch,
	job: Job | FreeJob,
): Promise<INodeExecutionData[] | OpenTask> {
	if (job.kind === 'free') return await runFree(batch, job);
	return job.settings.dryRun ? await dryRun(batch, job) : await runTask(batch, job);
}

async function runFree({ api, ledger, throttle }: Batch, job: FreeJob) {
	const leave = await throttle.enter();
	try {
		if (ledger.stopped) throw ledger.stopped;
		return await job.work(api);
	} finally {
		leave();
	}
}

/**
 * Submits or finds the item's task, waits for it and fetches its results.
 * @param mayPayAnew whether to pay for a new task if the task recorded for the item's key turns out to have ended
 * without a result
 */
async function runTask(
	batch: Batch,
	job: Job,
	mayPayAnew = true,
): Promise<INodeExecutionData[] | OpenTask> {
	const key = keyOf(batch, job);
	const { interval } = job.settings;
	if (interval > 0 && interval < SHORTEST_INTERVAL) batch.hint(INTERVAL_RAISED);
	const leave = await batch.throttle.enter();
	let accepted: Accepted | undefined;
	let task: TaskDetails | undefined;
	let isOpen = false;
	let isFreed = false;
	try {
		accepted = await obtainTask(batch, job, key);
		if (job.settings.waitForCompletion) {
			const found = await waitForTask(batch, job, accepted);
			if ('kind' in found) {
				isOpen = true;
				return found;
			}
			task = found;
		}
	} catch (thrown) {
		const failure = withTask(thrown, accepted);
		if (failure.kind === 'taskEnded') {
			batch.memory.forget(key);
			await forgetKey(batch, job, failure.taskId);
			isFreed = mayPayAnew && accepted?.isOfKey === true;
		}
		if (stopsTheRest(failure)) batch.ledger.close(notSent(failure));
		if (!isFreed) throw failure;
	} finally {
		batch.budget.release(job);
		const isCounted = job.settings.waitForCompletion && !job.taskId && !isOpen && !isFreed;
		if (isCounted) batch.spent.ended(task);
		leave();
	}
	// The earlier execution's task ended without a result and cost nothing, so its key is free again. An execution
	// that has released its worker can't free the key itself.
	if (isFreed || !accepted) return await runTask(batch, job, false);
	try {
		const items = task ? await download(batch, job, task) : [submittedOutput(batch, job, accepted)];
		if (task?.status !== 'inProgress') batch.memory.delivered(key);
		return items;
	} catch (thrown) {
		throw withTask(thrown, accepted);
	}
}

/** Names the task in any failure that happens after Fotor accepted it. */
export function withTask(thrown: unknown, accepted: Accepted | undefined): Failure {
	const failure = toFailure(thrown);
	if (!accepted || failure.taskId || failure.kind === 'cancelled') return failure;
	const { taskId } = accepted;
	const advice = `The task is paid for, and its result is not lost: ${collectLater(taskId)}`;
	if (thrown instanceof Failure) {
		const { kind, message, quote, modelAdvice } = failure;
		return new Failure(kind, message, `${failure.advice} ${advice}`, taskId, quote, modelAdvice);
	}
	const what = `The result of task ${taskId} can't be read`;
	return new Failure('lostTrack', what, advice, taskId, failure.message);
}

async function download(batch: Batch, job: Job, task: TaskDetails) {
	const leave = await batch.downloads.enter();
	// If several items share a task through a key, only the first one to get the result reports the task's cost.
	const { taskId } = task;
	const isCosting = job.settings.taskKey !== '' && task.tokensUsed !== undefined;
	const isCounted = isCosting && batch.counted.has(taskId);
	if (isCosting) batch.counted.add(taskId);
	try {
		return await deliver(batch, job, isCounted ? { ...task, tokensUsed: 0 } : task);
	} finally {
		leave();
	}
}

function submittedOutput(
	{ context }: Batch,
	{ endpoint, itemIndex, file }: Job,
	{ taskId, submittedAt }: Accepted,
) {
	if (isTool(context)) {
		return outputItem({ status: 'submitted', taskId, message: COLLECT_LATER }, itemIndex);
	}
	const json = submittedItem(taskId, typeOf(endpoint), submittedAt);
	return outputItem({ ...json, ...inputField(file) }, itemIndex);
}

const INTERVAL_RAISED = "'Poll Interval' was raised to 1 second, the minimum.";

/** The failure of an item that is not sent because an earlier item failed. */
export function notSent(cause: Failure): Failure {
	return new Failure(
		'notSent',
		`Not sent, because an earlier item failed: ${cause.message}`,
		unpaid(cause.advice),
		undefined,
		cause.quote,
		cause.modelAdvice,
	);
}
