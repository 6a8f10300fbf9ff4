import { createHash } from 'node:crypto';

import { isObject } from '../values';
import type { Accepted } from './details';

/** A key of 'Pay Once Per Key', and how long it stays valid. */
export interface TaskKey {
	text: string;
	/** Days, 1 or more. */
	days: number;
}

const DAY = 24 * 60 * 60 * 1000;
/** Maximum number of task IDs kept per node. */
const MOST_IDS = 5_000;

/** A key's name in the stores, which may be read by others. */
export function hashOf({ text }: TaskKey): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Names that a key has in n8n's store if it was recorded today, yesterday … `days` ago. The first is today's. */
export function namesOf(hash: string, days: number, now: number): string[] {
	const today = Math.floor(now / DAY);
	return Array.from({ length: Math.ceil(days) + 1 }, (_, ago) => `fotor:${hash}:${today - ago}`);
}

/** The newest tasks, however old they are: each item has its own 'Remember Keys For'. */
export function youngest(
	tasks: Record<string, Accepted>,
	most = MOST_IDS,
): Record<string, Accepted> {
	const kept = Object.entries(tasks).filter(([, task]) => isAccepted(task));
	kept.sort(([, a], [, b]) => b.submittedAt - a.submittedAt);
	return Object.fromEntries(kept.slice(0, most));
}

/** What was saved may have been changed by others. */
export function isAccepted(task: unknown): task is Accepted {
	return isObject(task) && typeof task.taskId === 'string' && typeof task.submittedAt === 'number';
}

/** True if the task's key may pay again. */
export function isOver({ submittedAt }: Accepted, days: number, now: number): boolean {
	return submittedAt + days * DAY <= now;
}
