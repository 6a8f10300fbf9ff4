/**
 * Shortest time for which an execution waits in n8n's database, ms. Every 60 s, n8n checks which executions are due
 * within the next 70 s, so it could miss the end of a shorter wait and continue the execution late.
 */
export const SHORTEST_WAIT = 66_000;

export interface Sleeper {
	/** Unix ms when the wait for the task ends. */
	deadline: number;
	/** Unix ms when the task is expected to be finished; undefined if that is unknown. */
	expected?: number;
	/** Interval that the user set, ms; 0 = automatic. */
	interval?: number;
	/** How long Fotor asked n8n to wait, ms. 0 if Fotor didn't ask. */
	retryAfter?: number;
}

/**
 * When an execution waiting in n8n's database next polls its tasks, in Unix ms. The time until a task's deadline is
 * split into equal gaps, so the last poll is at the deadline. No gap is shorter than n8n supports.
 */
export function nextWakeUp(now: number, tasks: Sleeper[]): number {
	return Math.max(now + SHORTEST_WAIT, Math.min(...tasks.map((task) => wakeUpOf(now, task))));
}

function wakeUpOf(now: number, { deadline, expected = 0, interval = 0, retryAfter = 0 }: Sleeper) {
	const left = deadline - now;
	const gap = Math.max(SHORTEST_WAIT, interval, retryAfter);
	const even = left / Math.max(1, Math.floor(left / gap));
	const soon = expected - now;
	// Polls once at the expected time instead of once before and once after it.
	const wanted = soon > SHORTEST_WAIT && soon < 2 * SHORTEST_WAIT ? Math.max(soon, gap) : even;
	return now + Math.min(wanted, Math.max(left, SHORTEST_WAIT));
}
