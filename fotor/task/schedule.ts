/** Shortest interval that a user can set, ms. Polling more often would only hit rate limits. */
export const SHORTEST_INTERVAL = 1_000;

/** Parameters of the automatic polling schedule. Gaps are in ms, and ages in ms since the task was accepted. */
export const SCHEDULE = {
	firstLook: 1_000,
	/** Up to this age, the gap is at its shortest, because most image tasks finish by then or soon after. */
	earlyAge: 5_000,
	shortestGap: 560,
	/** How many ms the gap grows for each ms of age beyond `earlyAge`. */
	growth: 0.2,
	longestGap: 20_000,
	/** From this age on, the gap is shorter again (see CONTRIBUTING, "How often a task is polled"). */
	lateAge: 540_000,
	lateGap: 7_500,
	/** Polls of one batch are staggered by up to this share of a gap. */
	spread: 0.15,
	/** Margin added to a learned duration, so the poll doesn't come just before the task finishes. */
	learnedMargin: 40,
	/**
	 * If the learned duration is longer than this, a task is also polled halfway through, in case it is much faster.
	 */
	longLearned: 10_000,
	/** A task's duration counts as at least this share of the measured time, even if Fotor reports less. */
	boldestLesson: 0.8,
	/** Up to this age, polls are sparse if the execution will later wait without holding a worker. */
	sparseAge: 60_000,
	/** The gap between sparse polls, as a share of the age. */
	sparseGrowth: 0.45,
	/** Maximum number of times the gap doubles after consecutive polls without an answer. */
	mostDoublings: 4,
} as const;

export interface LookInput {
	/** ms since the task was accepted. */
	age: number;
	/** Number of polls so far. */
	looks: number;
	/** Fixed gap that the user set, ms; 0 = automatic. */
	interval: number;
	/** Learned duration of this endpoint's tasks, ms. */
	learned?: number;
	/** This task's position among the tasks in flight, as a fraction from 0 to just below 1. */
	place: number;
	/** Number of consecutive polls without an answer. */
	unanswered: number;
	/** How long Fotor asked n8n to wait (Retry-After), ms. 0 if Fotor didn't ask. */
	retryAfter: number;
	/** Age of the task at which the wait ends, ms. */
	deadline: number;
	/** True to poll less often, because this schedule covers only the first minute of the wait. */
	isSparse?: boolean;
}

/**
 * The age at which a task is polled next, in ms. The last poll is at the deadline itself, never past it.
 * @returns undefined once the deadline is reached
 */
export function nextLook(given: LookInput): number | undefined {
	const interval = given.interval > 0 ? Math.max(given.interval, SHORTEST_INTERVAL) : 0;
	const input = { ...given, interval };
	const { age, deadline } = input;
	if (age >= deadline) return undefined;
	const wanted = Math.max(plannedLook(input), age + input.retryAfter, age);
	return Math.min(wanted, deadline);
}

function plannedLook(input: LookInput): number {
	const { age, looks, interval, learned, place, unanswered, isSparse } = input;
	const gap = interval > 0 ? interval : isSparse ? sparseGapAt(age) : gapAt(age);
	if (looks === 0)
		return interval > 0 ? interval : firstLook(learned) + place * SCHEDULE.spread * gap;
	if (unanswered > 0) {
		const slower = gap * 2 ** Math.min(unanswered - 1, SCHEDULE.mostDoublings);
		return age + Math.max(gap, Math.min(slower, SCHEDULE.longestGap));
	}
	// A poll between the halfway poll and the learned duration would be pointless.
	const expected = learned === undefined || interval > 0 ? 0 : learned + SCHEDULE.learnedMargin;
	return Math.max(age + gap, expected);
}

function firstLook(learned: number | undefined): number {
	if (learned === undefined) return SCHEDULE.firstLook;
	const expected = learned + SCHEDULE.learnedMargin;
	return learned > SCHEDULE.longLearned ? expected / 2 : expected;
}

/** The gap after a poll at this age, ms. */
export function gapAt(age: number): number {
	if (age >= SCHEDULE.lateAge) return SCHEDULE.lateGap;
	const grown = SCHEDULE.shortestGap + SCHEDULE.growth * Math.max(0, age - SCHEDULE.earlyAge);
	return Math.min(grown, SCHEDULE.longestGap);
}

function sparseGapAt(age: number): number {
	if (age >= SCHEDULE.sparseAge) return gapAt(age);
	return Math.max(SCHEDULE.shortestGap, SCHEDULE.sparseGrowth * age);
}

/**
 * How long a finished task took, in ms, for scheduling later tasks. Uses the duration that Fotor reports if it is
 * consistent with the last poll that found the task unfinished and the poll that found it finished. `updateTime` is
 * assumed to be the time of completion (API reference, section 5).
 */
export function tookMs(task: {
	lastPendingAge: number;
	finishedAge: number;
	createTime?: number;
	updateTime?: number;
}): number {
	const { lastPendingAge, finishedAge, createTime, updateTime } = task;
	const reported =
		createTime !== undefined && updateTime !== undefined ? updateTime - createTime : Number.NaN;
	const fits = reported >= lastPendingAge && reported <= finishedAge;
	return fits ? Math.max(reported, finishedAge * SCHEDULE.boldestLesson) : finishedAge;
}

/** The latest task durations that a batch has measured, per endpoint. The shortest one is the expected duration, ms. */
export class Durations {
	private readonly latest = new Map<string, number[]>();

	add(path: string, ms: number): void {
		this.latest.set(path, [...(this.latest.get(path) ?? []), ms].slice(-REMEMBERED));
	}

	expected(path: string): number | undefined {
		const seen = this.latest.get(path);
		return seen && Math.min(...seen);
	}
}

/**
 * Number of durations kept per endpoint. Older ones are dropped, because Fotor may have slowed down since then, or one
 * task may have been unusually fast.
 */
const REMEMBERED = 8;
