import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isPassing, retryAfterOf } from '../api/outcome';
import { TIMEOUT, type Api } from '../api/request';
import { clock } from '../clock';
import { deliver } from '../result/deliver';
import type { TaskDetails } from '../task/details';
import { ended, lostTrack, timedOut, unseen } from '../task/endings';
import { look } from '../task/look';
import type { ReleasedRun, SavedTask } from './state';

/** How close to the deadline a status check must be to count as the check at the deadline, ms. */
export const CLOSE = 1_000;

/**
 * What the Fotor node in the sub-workflow remembers between status checks. n8n saves these notes with the execution.
 */
export interface Notes {
	step?: 'started' | 'asleep';
	/** Items of the tasks that have ended, by task index. */
	results?: Record<number, INodeExecutionData[]>;
	/** How long Fotor asked n8n to wait, by task index, ms. */
	retryAfter?: Record<number, number>;
	/** Learned task durations in ms, by endpoint path. */
	learned?: Record<string, number>;
	counted?: string[];
	/** True once all tasks have ended. The If node in the sub-workflow reads this. */
	isFinished?: boolean;
}

/**
 * Polls an open task once.
 * @returns the task's items, or undefined while it is open
 * @throws Failure if the wait for the task ends without a result
 */
export async function checkTask(
	context: IExecuteFunctions,
	api: Api,
	{ job, taskId, submittedAt, deadline }: SavedTask,
	index: number,
	notes: Notes,
	run: ReleasedRun,
	hints: Set<string>,
): Promise<INodeExecutionData[] | undefined> {
	const { settings, path } = job;
	const at = clock.now();
	const { outcome, task } = await look(api, taskId, TIMEOUT.poll);
	(notes.retryAfter ??= {})[index] = task ? 0 : retryAfterOf(outcome);
	if (!task && outcome.kind !== 'success' && !isPassing(outcome)) throw lostTrack(taskId, outcome);
	const items = async (details: TaskDetails) =>
		await deliver(
			{ context, api, hint: (text) => void hints.add(text) },
			{ kind: 'task', body: {}, ...job },
			details,
		);
	if (task?.status === 'completed') {
		const took = Math.min((task.updateTime ?? at) - submittedAt, at - submittedAt);
		const learned = (notes.learned ??= { ...run.learned });
		if (took > 0) learned[path] = Math.min(learned[path] ?? Infinity, took);
		return await items(withShare(task, job.settings.taskKey, notes, run));
	}
	if (task && task.status !== 'inProgress') throw ended(task);
	if (at < deadline - CLOSE) return undefined;
	if (settings.onTimeout === 'returnTask') return await items(task ?? unseen(taskId, submittedAt));
	throw timedOut(taskId, settings.maxWait, task ? undefined : outcome);
}

/** If several items share a task through a key, only the first one to get the result reports the task's cost. */
function withShare(task: TaskDetails, taskKey: string, notes: Notes, run: ReleasedRun) {
	if (taskKey === '' || task.tokensUsed === undefined) return task;
	const counted = (notes.counted ??= [...run.counted]);
	if (counted.includes(task.taskId)) return { ...task, tokensUsed: 0 };
	counted.push(task.taskId);
	return task;
}
