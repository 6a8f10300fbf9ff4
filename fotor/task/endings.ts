import { advice, happened } from '../api/explain';
import type { Outcome, Refusal } from '../api/outcome';
import { Failure } from '../failure';
import type { TaskDetails } from './details';

/** A task that Fotor ended without a result; failed tasks are free (API reference, section 23). */
export function ended(task: TaskDetails): Failure {
	const said = task.reason ? `: ${task.reason}` : '';
	const what = task.sensitive
		? `Fotor found sensitive content in task ${task.taskId} and made no result${said}`
		: `Fotor ended task ${task.taskId} without a result (${STATUS_WORDS[task.status]})${said}`;
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

const STATUS_WORDS: Record<string, string> = {
	failed: 'status failed',
	timedOut: 'status timed out',
	cancelled: 'status cancelled',
};

/** A paid task whose status Fotor refuses to tell. */
export function lostTrack(taskId: string, refusal: Refusal): Failure {
	const where =
		refusal.kind === 'notFound'
			? 'The task can only be read with a key of the account that paid it, on the same base URL. '
			: '';
	return new Failure(
		'lostTrack',
		`Task ${taskId} was accepted, but its state can't be read: ${happened(refusal)}`,
		`${where}${advice(refusal)} The result is not lost: ${collectLater(taskId)}`,
		taskId,
	);
}

/** How a user gets a paid task back. */
export function collectLater(taskId: string): string {
	return `collect it with the Fotor node, Task → Wait, Task ID ${taskId}.`;
}

/**
 * A task that is not finished at the deadline.
 * @param maxWait ms
 * @param last the last status check, if it brought no answer
 */
export function timedOut(taskId: string, maxWait: number, last: Outcome | undefined): Failure {
	const why = last && last.kind !== 'success' ? ` (at the last look: ${happened(last)})` : '';
	return new Failure(
		'timedOut',
		`Task ${taskId} was not finished after ${Math.round(maxWait / 1000)} s${why}`,
		`It may still finish: ${collectLater(taskId)} To wait longer, raise 'Maximum Wait Time' in the options, or set 'On Timeout' to give back the task id.`,
		taskId,
	);
}

/** A task of which only its ID and the time of its submission (Unix ms) are known. */
export function unseen(taskId: string, submittedAt: number): TaskDetails {
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
