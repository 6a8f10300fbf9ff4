import { advice, happened, happenedInFull, rawText } from '../api/explain';
import type { Outcome, Refusal } from '../api/outcome';
import { Failure } from '../failure';
import type { TaskDetails } from './details';

/**
 * The failure of a task that Fotor ended without a result. Only failed tasks are documented as free (API reference,
 * section 23).
 */
export function ended(task: TaskDetails): Failure {
	const { taskId, sensitive, status, reason } = task;
	const what = sensitive
		? `Fotor found sensitive content in task ${taskId} and returned no result`
		: `Fotor ended task ${taskId} without a result`;
	const next = sensitive
		? 'Use a different image or prompt.'
		: 'Check the image and the values in this node, then run the item again.';
	// The message omits Fotor's reason, which may contain any text: n8n shows an execution as canceled if the message
	// says so.
	const quote = [STATUS_WORDS[status], reason].filter(Boolean).join(', ');
	return new Failure(
		'taskEnded',
		what,
		`${next} ${status === 'failed' ? FREE : DOUBT}`,
		taskId,
		quote,
	);
}

const FREE = "Fotor's documentation says that such tasks cost nothing.";
const DOUBT =
	"Fotor's documentation doesn't say whether such a task is charged: check your token balance.";

const STATUS_WORDS: Record<string, string> = {
	failed: 'status failed',
	timedOut: 'status timed out',
	cancelled: 'status cancelled',
};

/** The failure of a paid task whose status Fotor refuses to return. */
export function lostTrack(taskId: string, refusal: Refusal): Failure {
	const where =
		refusal.kind === 'notFound'
			? 'You can read a task only with an API key from the account that paid for it, and only at the same base URL. '
			: '';
	return new Failure(
		'lostTrack',
		`${happened(refusal)}, so the status of task ${taskId} can't be read`,
		`${advice(refusal)} ${where}The task is paid for, and its result is not lost: ${collectLater(taskId)}`,
		taskId,
		rawText(refusal),
	);
}

/** The failure for a task ID that Fotor doesn't recognize with this API key (API reference, section 5). */
export function unknownTask(taskId: string): Failure {
	return new Failure(
		'input',
		`Fotor doesn't recognize task ${taskId}`,
		"Check 'Task ID'. You can read a task only with an API key from the account that paid for it, and only at the same base URL.",
		taskId,
	);
}

/** How a user can still get the result of a paid task. */
export function collectLater(taskId: string): string {
	return `collect it with the Fotor node, Task → Wait, Task ID ${taskId}.`;
}

/**
 * The failure of a task that is not finished at the deadline.
 * @param maxWait ms
 * @param last the outcome of the last status check, if it got no usable answer
 */
export function timedOut(taskId: string, maxWait: number, last: Outcome | undefined): Failure {
	return new Failure(
		'timedOut',
		`Task ${taskId} was not finished after ${Math.round(maxWait / 1000)} s`,
		`It may still finish: ${collectLater(taskId)} To wait longer, raise 'Maximum Wait Time' in the options. To continue without the result, set 'On Timeout' to 'Return Task'.`,
		taskId,
		last && last.kind !== 'success'
			? `at the last status check, ${happenedInFull(last)}`
			: undefined,
	);
}

/** The details of a task when only its ID and its submission time (Unix ms) are known. */
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
