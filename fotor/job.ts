import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { throwIfCancelled } from './api/request';
import { clock } from './clock';
import { Failure, toFailure, unpaid } from './failure';
import { isTool } from './host';
import { fillPictures, identities } from './image/picture';
import { slotOf } from './place';
import { stopsTheRest } from './nodeError';
import { deliver } from './result/deliver';
import { inputField, outputItem, submittedItem } from './result/items';
import { COLLECT_LATER } from './result/modelItem';
import { deadlineOf } from './task/deadline';
import type { Accepted, TaskDetails } from './task/details';
import { SHORTEST_INTERVAL } from './task/schedule';
import { collectLater } from './task/endings';
import type { TaskKey } from './task/keys';
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
		if (failure.kind === 'taskEnded') {
			batch.memory.forget(key);
			await forgetKey(batch, job, failure.taskId);
		}
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

function keyOf({ api, memory }: Batch, job: Job): string {
	const { body, path } = job;
	return memory.key(slotOf(job), { baseUrl: api.baseUrl, path, body: identities(body) });
}

async function obtainTask(batch: Batch, job: Job, key: string): Promise<Accepted> {
	const { api, ledger, memory } = batch;
	const { taskId } = job;
	const slot = slotOf(job);
	// n8n's Retry On Fail tries once more even after a cancel.
	throwIfCancelled(api.signal);
	const known = taskId ? { taskId, submittedAt: clock.now() } : memory.task(key);
	if (known) {
		ledger.note(slot, known.taskId);
		return known;
	}
	if (memory.isUncertain(key)) throw stillUncertain();
	if (ledger.stopped) throw ledger.stopped;
	const taskKey = taskKeyOf(job);
	const claim = taskKey && (await batch.keys.claim(taskKey, job.settings.answerBy));
	if (claim && 'taskId' in claim) {
		memory.remember(key, claim);
		ledger.note(slot, claim.taskId);
		return claim;
	}
	const earlier = memory.earlierTaskIds(slot);
	if (earlier.length > 0) batch.hint(submittedAgain(job, earlier));
	let accepted: Accepted;
	try {
		await batch.budget.reserve(job);
		const body = await uploadPictures(batch, job);
		throwIfCancelled(api.signal);
		accepted = await ledger.track(submitOnce(batch, job, key, body));
	} catch (thrown) {
		if (memory.isUncertain(key)) claim?.inDoubt();
		else await claim?.free().catch(() => batch.hint(KEY_STAYS));
		throw toFailure(thrown);
	}
	// Whatever happens from here on, the key is paid.
	claim?.paid(accepted);
	return accepted;
}

/** The job's key of 'Pay Once Per Key'; each file of an item has its own. */
function taskKeyOf({ file, settings, taskId }: Job): TaskKey | undefined {
	const { taskKey, taskKeyDays: days } = settings;
	if (!taskKey || taskId) return undefined;
	return { text: file === undefined ? taskKey : `${taskKey}\n${file}`, days };
}

async function forgetKey({ keys, hint }: Batch, job: Job, taskId?: string): Promise<void> {
	const taskKey = taskKeyOf(job);
	if (taskKey) await keys.forget(taskKey, taskId).catch(() => hint(KEY_STAYS));
}

/** Submits, and remembers what came of it before anything else can happen. */
async function submitOnce(batch: Batch, job: Job, key: string, body: IDataObject) {
	const { ledger, memory, throttle } = batch;
	try {
		const accepted = { taskId: await submit(batch, job, body), submittedAt: clock.now() };
		memory.remember(key, accepted);
		ledger.note(slotOf(job), accepted.taskId);
		throttle.accepted();
		return accepted;
	} catch (thrown) {
		const failure = toFailure(thrown);
		// Canceled while Fotor had not answered: nobody knows whether it was accepted.
		const isInDoubt = failure.kind === 'uncertain' || ledger.isUnanswered(slotOf(job));
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
	// Items that share a task by their key share its cost, too: the first one that gets it has it all.
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

const KEY_STAYS =
	"A key of 'Pay Once Per Key' could not be freed in n8n's store, although nothing was paid for it. Use another key to run the item again.";

const INTERVAL_RAISED = "'Poll Interval' was raised to 1 second, the shortest possible.";

function submittedAgain({ itemIndex, file }: Job, earlier: string[]): string {
	const which = file === undefined ? '' : `, file ${file},`;
	return `Item ${itemIndex}${which} was submitted again because its fields were changed. It has paid before: ${earlier.join(', ')}. Collect it with the Fotor node, Task → Wait.`;
}

/** The failure of every item that is not sent because of another one. */
export function notSent(cause: Failure): Failure {
	return new Failure(
		'notSent',
		`Not sent, because an earlier item could not be processed: ${cause.message}`,
		unpaid(cause.advice),
	);
}
