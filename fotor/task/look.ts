import type { Outcome } from '../api/outcome';
import { TIMEOUT, type Api } from '../api/request';
import { readTask, type TaskDetails } from './details';

/** The path of a task's details (API reference, section 5). */
export function taskPath(taskId: string): string {
	return `/v1/aiart/tasks/${encodeURIComponent(taskId)}`;
}

/**
 * Checks a task's status once.
 * @param timeout ms
 * @returns the outcome, and the task if there was a usable answer
 */
export async function look(
	api: Api,
	taskId: string,
	timeout = TIMEOUT.poll,
): Promise<{ outcome: Outcome; task?: TaskDetails }> {
	const outcome = await api.call({ method: 'GET', path: taskPath(taskId), timeout });
	const task = outcome.kind === 'success' ? readTask(taskId, outcome.data) : undefined;
	return { outcome, task };
}
