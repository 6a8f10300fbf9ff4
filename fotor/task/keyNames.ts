import { createHash } from 'node:crypto';

import { isObject } from '../values';
import type { Accepted } from './details';

/** A key for 'Pay Once Per Key', and how long the key stays valid. */
export interface TaskKey {
	text: string;
	/** Days, 1 or more. */
	days: number;
}

const DAY = 24 * 60 * 60 * 1000;
/** Maximum number of task IDs kept per node. */
const MOST_IDS = 5_000;

/**
 * The name that stands for a key in n8n's stores. It is a hash, because other people may be able to read the stores.
 */
export function hashOf({ text }: TaskKey): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** The names that a key may have in n8n's store if it was recorded at most `days` days ago, today's name first. */
export function namesOf(hash: string, days: number, now: number): string[] {
	const today = Math.floor(now / DAY);
	return Array.from({ length: Math.ceil(days) + 1 }, (_, ago) => `fotor:${hash}:${today - ago}`);
}

/**
 * The newest tasks, up to the maximum number. Tasks don't expire here, because each item has its own 'Remember Keys
 * For'.
 */
export function youngest(
	tasks: Record<string, Accepted>,
	most = MOST_IDS,
): Record<string, Accepted> {
	const kept = Object.entries(tasks).filter(([, task]) => isAccepted(task));
	kept.sort(([, a], [, b]) => b.submittedAt - a.submittedAt);
	return Object.fromEntries(kept.slice(0, most));
}

/** True if a saved task has the right shape. The saved data may have been changed by something other than this node. */
export function isAccepted(task: unknown): task is Accepted {
	return isObject(task) && typeof task.taskId === 'string' && typeof task.submittedAt === 'number';
}

/** True if the task's key has expired, so the key may pay for a new task. */
export function isOver({ submittedAt }: Accepted, days: number, now: number): boolean {
	return submittedAt + days * DAY <= now;
}
