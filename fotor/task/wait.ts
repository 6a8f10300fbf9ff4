import { advice, happened } from '../api/explain';
import { isPassing, type Outcome } from '../api/outcome';
import { throwIfCancelled, TIMEOUT, type Api } from '../api/request';
import { clock, pause } from '../clock';
import { Failure } from '../failure';
import { readTask, type TaskDetails } from './details';
import { nextLook, tookMs, type Durations } from './schedule';

export interface WaitSettings {
	/** Longest wait from now on, ms. */
	maxWait: number;
	/** Fixed time between two looks, ms; 0 = automatic. */
	interval: number;
	/** What to do when `maxWait` is over: throw, or give back the unfinished task. */
	onTimeout: 'error' | 'returnTask';
}

export interface Waiting extends WaitSettings {
	taskId: string;
	/** Unix ms; of the submission, or now when it is not known. */
	submittedAt: number;
	/** The endpoint's path, under which durations are learnt. */
	path: string;
	/** 0 to below 1: this task's place among those in flight. */
	place: number;
	durations: Durations;
	/** Told about every "too many requests" with the wait in ms, so that fewer tasks are started. */
	onRateLimit: (waitMs: number) => void;
}

/** The path of a task's details (API reference, section 5). */
export function taskPath(taskId: string): string {
	return `/v1/aiart/tasks/${encodeURIComponent(taskId)}`;
}

/** One look at a task; `undefined` task: no usable answer this time. */
export async function look(
	api: Api,
	taskId: string,
	timeout = TIMEOUT.poll,
): Promise<{ outcome: Outcome; task?: TaskDetails }> {
	const outcome = await api.call({ method: 'GET', path: taskPath(taskId), timeout });
	const task = outcome.kind === 'success' ? readTask(taskId, outcome.data) : undefined;
	return { outcome, task };
}

/**
 * Waits until a task is completed, looking at it after the schedule. Network faults, 429, 5xx and replies that
 * can't be read are outlived until the deadline; refusals end the waiting.
 * @returns the completed task, or with `returnTask` the unfinished one
 * @throws Failure of kind `taskEnded`, `lostTrack`, `timedOut` or `cancelled`, always with the task id
 */
export async function waitForTask(api: Api, waiting: Waiting): Promise<TaskDetails> {
	const { taskId, submittedAt, durations, path } = waiting;
	const startAge = clock.now() - submittedAt;
	const deadline = startAge + waiting.maxWait;
	let lastPendingAge = startAge;
	let unfinished: TaskDetails | undefined;
	let retryAfter = 0;
	let lastSilence: Outcome | undefined;
	// The schedule goes by when a look began: counted from its answer, every look would come later.
	let from = startAge;
	for (let looks = 0, strikes = 0; ; looks++) {
		const at = nextLook({
			age: from,
			looks,
			strikes,
			interval: waiting.interval,
			learnt: durations.expected(path),
			place: waiting.place,
			retryAfter,
			deadline,
		});
		if (at === undefined) return timedOut(waiting, unfinished, lastSilence);
		await pause(at - (clock.now() - submittedAt), api.signal);
		throwIfCancelled(api.signal);
		const lookedAt = clock.now() - submittedAt;
		from = lookedAt;
		// A look that starts at the deadline still gets a fair time to be answered.
		const timeout = Math.min(TIMEOUT.poll, Math.max(deadline - lookedAt, SHORTEST_LOOK));
		const { outcome, task } = await look(api, taskId, timeout);
		if (!task) {
			if (outcome.kind !== 'success' && !isPassing(outcome)) throw lostTrack(taskId, outcome);
			retryAfter = 'retryAfterMs' in outcome ? (outcome.retryAfterMs ?? 0) : 0;
			if (outcome.kind === 'rateLimited') waiting.onRateLimit(retryAfter);
			lastSilence = outcome;
			strikes++;
			from = clock.now() - submittedAt;
			continue;
		}
		[retryAfter, strikes, lastSilence] = [0, 0, undefined];
		if (task.status === 'inProgress') {
			unfinished = task;
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

/** ms that the last look before the deadline gets at least. */
const SHORTEST_LOOK = 5_000;

/** A task that Fotor ended without a result; failed tasks are free (API reference, section 23). */
export function ended(task: TaskDetails): Failure {
	const said = task.reason ? `: ${task.reason}` : '';
	const what = task.sensitive
		? `Fotor found sensitive content in task ${task.taskId} and made no result${said}`
		: `Fotor ended task ${task.taskId} without a result (${WORDS[task.status]})${said}`;
	const next = task.sensitive
		? 'Use another picture or another prompt.'
		: 'Check the picture and the values in this node, then run the item again.';
	return new Failure(
		'taskEnded',
		what,
		`${next} According to Fotor's documentation such tasks cost nothing.`,
		task.taskId,
	);
}

const WORDS: Record<string, string> = {
	failed: 'status failed',
	timedOut: 'status timed out',
	cancelled: 'status cancelled',
};

function lostTrack(taskId: string, outcome: Exclude<Outcome, { kind: 'success' }>): Failure {
	const where =
		outcome.kind === 'notFound'
			? 'The task can only be read with a key of the account that paid it, on the same base URL. '
			: '';
	return new Failure(
		'lostTrack',
		`Task ${taskId} was accepted, but its state can't be read: ${happened(outcome)}`,
		`${where}${advice(outcome)} The result is not lost: ${collectLater(taskId)}`,
		taskId,
	);
}

/** How a user gets a paid task back. */
export function collectLater(taskId: string): string {
	return `collect it with the Fotor node, Task → Wait, Task ID ${taskId}.`;
}

function timedOut(
	{ taskId, maxWait, onTimeout, submittedAt }: Waiting,
	unfinished: TaskDetails | undefined,
	silence: Outcome | undefined,
): TaskDetails {
	if (onTimeout === 'returnTask') return unfinished ?? unseen(taskId, submittedAt);
	const why =
		silence && silence.kind !== 'success' ? ` (at the last look: ${happened(silence)})` : '';
	throw new Failure(
		'timedOut',
		`Task ${taskId} was not finished after ${Math.round(maxWait / 1000)} s${why}`,
		`It may still finish: ${collectLater(taskId)} To wait longer, raise 'Maximum Wait Time' in the options, or set 'When Time Is Over' to give back the task id.`,
		taskId,
	);
}

/** A task of which nothing but its id and the time of its submission is known. */
function unseen(taskId: string, submittedAt: number): TaskDetails {
	return {
		taskId,
		status: 'inProgress',
		files: [],
		failedScenes: [],
		createTime: submittedAt,
		sensitive: false,
		raw: {},
	};
}
