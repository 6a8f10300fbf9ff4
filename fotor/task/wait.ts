import { isPassing, retryAfterOf, type Outcome } from '../api/outcome';
import { throwIfCancelled, TIMEOUT } from '../api/request';
import { clock, pause } from '../clock';
import { deadlineOf } from './deadline';
import type { Accepted, TaskDetails } from './details';
import { ended, lostTrack, timedOut, unknownTask, unseen } from './endings';
import { look } from './look';
import { nextLook, tookMs } from './schedule';
import type { Batch, Job, OpenTask } from './types';

/**
 * Polls a task on the schedule until it is completed. Network faults, HTTP 429 and 5xx, and unreadable replies don't
 * end the wait before the deadline, but a refusal does.
 * @returns the completed task, the unfinished task if `onTimeout` is `returnTask`, or the open task if the run hands it
 * over
 * @throws Failure of kind `taskEnded`, `lostTrack`, `timedOut` or `cancelled`, always with the task ID
 */
export async function waitForTask(
	batch: Batch,
	job: Job,
	accepted: Accepted,
): Promise<TaskDetails | OpenTask> {
	const { submittedAt } = accepted;
	const until = Math.max(clock.now(), deadlineOf(job.settings));
	const leave = batch.handover?.enter(until, job.endpoint.isSlow);
	const seen: Pick<OpenTask, 'type'> = {};
	try {
		const task = await pollTask(batch, job, accepted, until - submittedAt, seen);
		return task ?? { kind: 'open', job, ...accepted, deadline: until, ...seen };
	} finally {
		leave?.();
	}
}

/**
 * @param deadline the task's age when the wait ends, ms
 * @returns undefined if the task is handed over
 */
async function pollTask(
	{ api, durations, throttle, concurrency, handover }: Batch,
	{ path, itemIndex, order = itemIndex, settings, taskId: givenId }: Job,
	{ taskId, submittedAt }: Accepted,
	deadline: number,
	seen: Pick<OpenTask, 'type'>,
): Promise<TaskDetails | undefined> {
	const startAge = clock.now() - submittedAt;
	const handedOver = handover?.signal;
	const wake = handedOver
		? AbortSignal.any([handedOver, ...(api.signal ? [api.signal] : [])])
		: api.signal;
	let lastPendingAge = startAge;
	let unfinished: TaskDetails | undefined;
	let retryAfter = 0;
	let lastUnanswered: Outcome | undefined;
	// A gap starts when a poll begins, not when its reply arrives. Otherwise, polls would drift later and later.
	let from = startAge;
	for (let looks = 0, unanswered = 0; ; looks++) {
		const at = nextLook({
			age: from,
			looks,
			unanswered,
			interval: settings.interval,
			learned: durations.expected(path),
			place: (order % concurrency) / concurrency,
			retryAfter,
			deadline,
			isSparse: handover !== undefined,
		});
		if (at === undefined) {
			if (settings.onTimeout === 'returnTask') return unfinished ?? unseen(taskId, submittedAt);
			throw timedOut(taskId, settings.maxWait, lastUnanswered);
		}
		await pause(at - (clock.now() - submittedAt), wake);
		throwIfCancelled(api.signal);
		if (handedOver?.aborted) return undefined;
		const lookedAt = clock.now() - submittedAt;
		from = lookedAt;
		// A poll that starts at the deadline still gets enough time to be answered.
		const timeout = Math.min(TIMEOUT.poll, Math.max(deadline - lookedAt, SHORTEST_POLL));
		const { outcome, task } = await look(api, taskId, timeout);
		if (!task) {
			if (givenId && outcome.kind === 'notFound') throw unknownTask(givenId);
			if (outcome.kind !== 'success' && !isPassing(outcome)) throw lostTrack(taskId, outcome);
			retryAfter = retryAfterOf(outcome);
			if (outcome.kind === 'rateLimited') throttle.rateLimited(retryAfter);
			lastUnanswered = outcome;
			unanswered++;
			from = clock.now() - submittedAt;
			continue;
		}
		[retryAfter, unanswered, lastUnanswered] = [0, 0, undefined];
		if (task.status === 'inProgress') {
			unfinished = task;
			seen.type = task.type;
			lastPendingAge = lookedAt;
			continue;
		}
		if (task.status === 'completed') {
			durations.add(
				path,
				tookMs({ ...task, lastPendingAge, finishedAge: clock.now() - submittedAt }),
			);
			return task;
		}
		throw ended(task);
	}
}

/** Shortest timeout of a poll, ms. */
const SHORTEST_POLL = 5_000;
