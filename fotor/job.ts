import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { throwIfCancelled } from './api/request';
import { clock } from './clock';
import { Failure, toFailure } from './failure';
import { fillPictures, identities } from './image/picture';
import { stopsTheRest } from './nodeError';
import { deliver } from './result/deliver';
import { outputItem, submittedItem } from './result/items';
import type { TaskDetails } from './task/details';
import { stillUncertain, submit } from './task/submit';
import { typeOf, type Accepted, type Batch, type FreeJob, type Job } from './task/types';
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

/** Submits or finds the item's task, waits for it and fetches its results. */
async function runTask(batch: Batch, job: Job): Promise<INodeExecutionData[]> {
	const { api, memory, throttle } = batch;
	const key = memory.key(job.itemIndex, {
		baseUrl: api.baseUrl,
		path: job.path,
		body: identities(job.body),
	});
	const leave = await throttle.enter();
	let task: TaskDetails;
	try {
		const accepted = await obtainTask(batch, job, key);
		if (!job.settings.waitForCompletion) return [submittedOutput(job, accepted)];
		task = await waitForTask(batch, job, accepted);
	} catch (thrown) {
		const failure = toFailure(thrown);
		noteFailure(batch, failure, key);
		throw failure;
	} finally {
		leave();
	}
	return await download(batch, job, task);
}

async function obtainTask(batch: Batch, job: Job, key: string): Promise<Accepted> {
	const { api, ledger, memory, throttle } = batch;
	const { itemIndex, taskId } = job;
	const known = taskId ? { taskId, submittedAt: clock.now() } : memory.task(key);
	if (known) {
		ledger.note(itemIndex, known.taskId);
		return known;
	}
	if (memory.isUncertain(key)) throw stillUncertain();
	if (ledger.stopped) throw ledger.stopped;
	await batch.requireBalance(job.settings.minimumBalance);
	const body = await uploadPictures(batch, job);
	throwIfCancelled(api.signal);
	return await ledger.track(
		submit(batch, job, body).then((id) => {
			const accepted = { taskId: id, submittedAt: clock.now() };
			memory.remember(key, accepted.taskId, accepted.submittedAt);
			ledger.note(itemIndex, accepted.taskId);
			throttle.accepted();
			return accepted;
		}),
	);
}

async function uploadPictures(
	batch: Batch,
	{ body, endpoint, settings }: Job,
): Promise<IDataObject> {
	const uploads = batch.uploads(endpoint.uploadType);
	return await fillPictures(
		body,
		async (picture) => await uploads.address(picture, settings.uploadMethod),
	);
}

async function download(batch: Batch, job: Job, task: TaskDetails) {
	const leave = await batch.downloads.enter();
	try {
		return await deliver(batch, job, task);
	} finally {
		leave();
	}
}

function noteFailure({ ledger, memory }: Batch, failure: Failure, key: string): void {
	if (failure.kind === 'uncertain') memory.rememberUncertain(key);
	if (failure.kind === 'taskEnded') memory.forget(key);
	if (stopsTheRest(failure)) ledger.close(notSent(failure));
}

function submittedOutput({ endpoint, itemIndex }: Job, { taskId, submittedAt }: Accepted) {
	return outputItem(submittedItem(taskId, typeOf(endpoint), submittedAt), itemIndex);
}

/** The failure of every item that is not sent because of another one. */
export function notSent(cause: Failure): Failure {
	return new Failure(
		'notSent',
		`Not sent, because an earlier item could not be processed: ${cause.message}`,
		`Nothing was paid for this item. ${cause.advice}`,
	);
}
