import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { throwIfCancelled } from './api/request';
import { clock } from './clock';
import { Failure, toFailure } from './failure';
import { isTool } from './host';
import { fillPictures, identities } from './image/picture';
import { stopsTheRest } from './nodeError';
import { deliver } from './result/deliver';
import { outputItem, submittedItem } from './result/items';
import { COLLECT_LATER } from './result/modelItem';
import { deadlineOf } from './task/deadline';
import type { Accepted, TaskDetails } from './task/details';
import { SHORTEST_INTERVAL } from './task/schedule';
import { collectLater } from './task/endings';
import { stillUncertain, submit, uncertain } from './task/submit';
import { typeOf, type Batch, type FreeJob, type Job } from './task/types';
import { waitForTask } from './task/wait';

/**
 * Gives one item what it asks for.
 * @throws Failure
 */
export async function runJob(batch: Batch, job: Job | FreeJob): Promise<INodeExecutionData[]> {
	return job.kind === 'task' ? await runTask(batch, job) : await runFree(batch, job);
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

/** True if an earlier try sent this item and got no clear answer. */
export function isUncertain(batch: Batch, job: Job | FreeJob): boolean {
	return job.kind === 'task' && !job.taskId && batch.memory.isUncertain(keyOf(batch, job));
}

/** Submits or finds the item's task, waits for it and fetches its results. */
async function runTask(batch: Batch, job: Job): Promise<INodeExecutionData[]> {
	const key = keyOf(batch, job);
	const { interval } = job.settings;
	if (interval > 0 && interval < SHORTEST_INTERVAL) batch.hint(INTERVAL_RAISED);
	const leave = await batch.throttle.enter();
	let accepted: Accepted | undefined;
	let task: TaskDetails | undefined;
	try {
		accepted = await obtainTask(batch, job, key);
		if (job.settings.waitForCompletion) task = await waitForTask(batch, job, accepted);
	} catch (thrown) {
		const failure = withTask(thrown, accepted);
		if (failure.kind === 'taskEnded') batch.memory.forget(key);
		if (stopsTheRest(failure)) batch.ledger.close(notSent(failure));
		throw failure;
	} finally {
		batch.budget.release(job);
		leave();
	}
	try {
		const items = task ? await download(batch, job, task) : [submittedOutput(batch, job, accepted)];
		if (task?.status !== 'inProgress') batch.memory.delivered(key);
		return items;
	} catch (thrown) {
		throw withTask(thrown, accepted);
	}
}

/** Whatever happens after a task was accepted, the text names it. */
function withTask(thrown: unknown, accepted: Accepted | undefined): Failure {
	if (thrown instanceof Failure || !accepted) return toFailure(thrown);
	const { taskId } = accepted;
	return new Failure(
		'lostTrack',
		`Task ${taskId} was accepted, but its result can't be read: ${toFailure(thrown).message}`,
		`The result is not lost: ${collectLater(taskId)}`,
		taskId,
	);
}

function keyOf({ api, memory }: Batch, { body, itemIndex, path }: Job): string {
	return memory.key(itemIndex, { baseUrl: api.baseUrl, path, body: identities(body) });
}

async function obtainTask(batch: Batch, job: Job, key: string): Promise<Accepted> {
	const { api, ledger, memory } = batch;
	const { itemIndex, taskId } = job;
	const known = taskId ? { taskId, submittedAt: clock.now() } : memory.task(key);
	if (known) {
		ledger.note(itemIndex, known.taskId);
		return known;
	}
	if (memory.isUncertain(key)) throw stillUncertain();
	if (ledger.stopped) throw ledger.stopped;
	const earlier = memory.earlierTaskIds(itemIndex);
	if (earlier.length > 0) batch.hint(submittedAgain(itemIndex, earlier));
	await batch.budget.reserve(job);
	const body = await uploadPictures(batch, job);
	throwIfCancelled(api.signal);
	return await ledger.track(submitOnce(batch, job, key, body));
}

/** Submits, and remembers what came of it before anything else can happen. */
async function submitOnce(batch: Batch, job: Job, key: string, body: IDataObject) {
	const { ledger, memory, throttle } = batch;
	try {
		const accepted = { taskId: await submit(batch, job, body), submittedAt: clock.now() };
		memory.remember(key, accepted);
		ledger.note(job.itemIndex, accepted.taskId);
		throttle.accepted();
		return accepted;
	} catch (thrown) {
		const failure = toFailure(thrown);
		// Canceled while Fotor had not answered: nobody knows whether it was accepted.
		const isInDoubt = failure.kind === 'uncertain' || ledger.isUnanswered(job.itemIndex);
		if (isInDoubt) memory.rememberUncertain(key);
		// Unexpected, and still perhaps paid.
		throw isInDoubt && !(thrown instanceof Failure) ? uncertain(failure.message) : failure;
	}
}

async function uploadPictures(batch: Batch, { body, endpoint, settings }: Job) {
	const uploads = batch.uploads(endpoint.uploadType);
	const deadline = deadlineOf(settings);
	try {
		return await fillPictures(
			body,
			async (picture) => await uploads.address(picture, settings.uploadMethod, deadline),
		);
	} catch (thrown) {
		throw batch.ledger.stopped ?? toFailure(thrown);
	}
}

async function download(batch: Batch, job: Job, task: TaskDetails) {
	const leave = await batch.downloads.enter();
	try {
		return await deliver(batch, job, task);
	} finally {
		leave();
	}
}

function submittedOutput(
	{ context }: Batch,
	{ endpoint, itemIndex }: Job,
	{ taskId, submittedAt }: Accepted,
) {
	if (isTool(context)) {
		return outputItem({ status: 'submitted', taskId, message: COLLECT_LATER }, itemIndex);
	}
	return outputItem(submittedItem(taskId, typeOf(endpoint), submittedAt), itemIndex);
}

const INTERVAL_RAISED = "'Poll Interval' was raised to 1 second, the shortest possible.";

function submittedAgain(itemIndex: number, earlier: string[]): string {
	return `Item ${itemIndex} was submitted again because its fields were changed. It has paid before: ${earlier.join(', ')}. Collect it with the Fotor node, Task → Wait.`;
}

/** The failure of every item that is not sent because of another one. */
export function notSent(cause: Failure): Failure {
	return new Failure(
		'notSent',
		`Not sent, because an earlier item could not be processed: ${cause.message}`,
		`Nothing was paid for this item. ${cause.advice}`,
	);
}
