import type { IDataObject } from 'n8n-workflow';

import { throwIfCancelled } from './api/request';
import { clock } from './clock';
import { Failure, toFailure } from './failure';
import { hasManyItems } from './host';
import { fillPictures, identities } from './image/picture';
import { slotOf } from './place';
import { deadlineOf } from './task/deadline';
import type { Accepted } from './task/details';
import type { TaskKey } from './task/keys';
import { stillUncertain, submit, uncertain } from './task/submit';
import type { Batch, FreeJob, Job } from './task/types';

/** True if an earlier attempt sent this item and got no clear answer. */
export function isUncertain(batch: Batch, job: Job | FreeJob): boolean {
	return job.kind === 'task' && !job.taskId && batch.memory.isUncertain(keyOf(batch, job));
}

/** The name under which the item's task is remembered. */
export function keyOf({ api, memory }: Batch, job: Job): string {
	const { body, path } = job;
	return memory.key(slotOf(job), { baseUrl: api.baseUrl, path, body: identities(body) });
}

/**
 * The item's task: the one it already has, the one recorded for its key, or a new one.
 * @throws Failure
 */
export async function obtainTask(batch: Batch, job: Job, key: string): Promise<Accepted> {
	const { api, ledger, memory } = batch;
	const { taskId } = job;
	const slot = slotOf(job);
	// n8n's Retry On Fail runs the node once more even after the execution has been canceled.
	throwIfCancelled(api.signal);
	const known = taskId ? { taskId, submittedAt: clock.now() } : memory.task(key);
	if (known) {
		ledger.note(slot, known.taskId);
		return known;
	}
	if (memory.isUncertain(key)) throw stillUncertain(job);
	if (ledger.stopped) throw ledger.stopped;
	const taskKey = taskKeyOf(job);
	const claim = taskKey && (await batch.keys.claim(taskKey, job.settings.answerBy));
	if (claim && 'taskId' in claim) {
		memory.remember(key, claim);
		ledger.note(slot, claim.taskId);
		return claim;
	}
	const earlier = memory.earlierTaskIds(slot);
	if (earlier.length > 0) batch.hint(submittedAgain(batch, job, earlier));
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
	// Whatever happens from here on, the key's task has been paid for.
	claim?.paid(accepted);
	return accepted;
}

/**
 * Finds the paid task that the item would collect instead of paying for a new one. The key is looked up, but it isn't
 * marked as used.
 * @throws Failure if the item would not be sent
 */
export function knownTask(batch: Batch, job: Job): Accepted | undefined {
	const key = keyOf(batch, job);
	const known = batch.memory.task(key);
	if (known) return known;
	if (batch.memory.isUncertain(key)) throw stillUncertain(job);
	const taskKey = taskKeyOf(job);
	return taskKey && batch.keys.peek(taskKey);
}

/** The job's key for 'Pay Once Per Key'. If an item has several files, each file has its own key. */
export function taskKeyOf({ file, settings, taskId }: Job): TaskKey | undefined {
	const { taskKey, taskKeyDays: days } = settings;
	if (!taskKey || taskId) return undefined;
	return { text: file === undefined ? taskKey : `${taskKey}\n${file}`, days };
}

/** Frees the item's key for 'Pay Once Per Key'. Call this if the key's task ended without a result. */
export async function forgetKey({ keys, hint }: Batch, job: Job, taskId?: string): Promise<void> {
	const taskKey = taskKeyOf(job);
	if (taskKey) await keys.forget(taskKey, taskId).catch(() => hint(KEY_STAYS));
}

/** Submits the task, and remembers the outcome before anything else can happen. */
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
		// If the run was canceled before Fotor answered, the task may have been accepted.
		const isInDoubt = failure.kind === 'uncertain' || ledger.isUnanswered(slotOf(job));
		if (isInDoubt) memory.rememberUncertain(key);
		// Even if the cause is unexpected, the task may have been paid for.
		throw isInDoubt && !(thrown instanceof Failure)
			? uncertain(job, "Fotor's reply can't be read", failure.message)
			: failure;
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

const KEY_STAYS =
	"Nothing was charged, but n8n could not remove a key for 'Pay Once Per Key' from its store. Use another key to run the item again.";

function submittedAgain({ context }: Batch, { itemIndex, file }: Job, earlier: string[]): string {
	const item = hasManyItems(context) ? `Item ${itemIndex}` : 'The item';
	const which = file === undefined ? item : `${item}, file ${file},`;
	return `${which} was submitted again because its fields changed. Already paid for: ${earlier.join(', ')}. Collect the result with the Fotor node, Task → Wait.`;
}
