import { createHash } from 'node:crypto';

/** A call that has started the workflow. */
export interface Seen {
	/** Identifies the task and the event (see {@link callKey}). */
	key: string;
	/** True if Fotor's API confirmed the call. */
	verified: boolean;
}

/** Maximum number of calls kept in the workflow's static data, which n8n saves as a whole after every call. */
export const MAX_SEEN = 200;

/** Length of a key in characters. Its 72 bits can tell millions of calls apart, and 200 keys take up only 2.6 kB. */
const KEY_LENGTH = 12;

/** The key that identifies a task's event in the list of calls. */
export function callKey(taskId: string, event: string): string {
	const hash = createHash('sha256').update(`${taskId}:${event}`);
	return hash.digest('base64url').slice(0, KEY_LENGTH);
}

/** True if a call repeats an earlier one. An unverified call never blocks a verified one. */
export function isRepeat(seen: readonly Seen[], { key, verified }: Seen): boolean {
	return seen.some((earlier) => earlier.key === key && (earlier.verified || !verified));
}

/** The newest calls from both lists, without repeats. `calls` are newer than `seen`. A verified call stays verified. */
export function remember(seen: readonly Seen[], ...calls: readonly Seen[]): Seen[] {
	const ring = new Map<string, Seen>();
	for (const { key, verified } of [...seen, ...calls]) {
		const earlier = ring.get(key);
		ring.delete(key);
		ring.set(key, { key, verified: verified || earlier?.verified === true });
	}
	return [...ring.values()].slice(-MAX_SEEN);
}

/** Marks the key of an unverified call. */
const UNVERIFIED = '?';
/** Matches an entry in the text that {@link writeSeen} returns. */
const STORED = /^[\w-]{12}\??$/;

/**
 * Writes the calls as one string. For each call, n8n creates a new wrapper for every object in static data, which
 * takes longer than parsing a string.
 */
export function writeSeen(seen: readonly Seen[]): string {
	return seen.map(({ key, verified }) => (verified ? key : key + UNVERIFIED)).join(' ');
}

/** Parses what {@link writeSeen} wrote; anything else is dropped. */
export function readSeen(stored: unknown): Seen[] {
	if (typeof stored !== 'string') return [];
	return stored
		.split(' ')
		.filter((entry) => STORED.test(entry))
		.map((entry) => ({
			key: entry.replace(UNVERIFIED, ''),
			verified: !entry.endsWith(UNVERIFIED),
		}))
		.slice(-MAX_SEEN);
}

/** Maximum number of calls kept for one trigger, so a flood of calls can't fill up memory. */
const MAX_RECENT = 5_000;

interface RecentCall extends Seen {
	/** Unix ms */
	at: number;
	/** True until the call's execution starts. Until then, the call isn't stored. */
	isPending?: boolean;
}

/**
 * Recent calls that this process received, grouped by trigger. n8n loads static data for each call and saves the data
 * before it replies, so calls that arrive at the same time don't see each other there.
 */
export class RecentCalls {
	private readonly triggers = new Map<string, Map<string, RecentCall>>();

	/** @param retention how long to keep a call, ms. After this time, the call is certain to be in static data */
	constructor(private readonly retention: number) {}

	/** True if a call repeats a recent one. */
	hasRepeat(trigger: string, call: Seen, now: number): boolean {
		const earlier = this.prune(trigger, now).get(call.key);
		return earlier !== undefined && isRepeat([earlier], call);
	}

	/** The newest calls, up to the number that static data may hold. */
	latest(trigger: string, now: number): Seen[] {
		return [...this.prune(trigger, now).values()]
			.filter(({ isPending }) => !isPending)
			.slice(-MAX_SEEN);
	}

	add(trigger: string, call: Seen, now: number, isPending = false): void {
		// Otherwise, calls to deleted workflows would never expire.
		for (const other of [...this.triggers.keys()]) this.prune(other, now);
		const calls = this.prune(trigger, now);
		calls.delete(call.key);
		calls.set(call.key, { ...call, at: now, isPending });
		this.triggers.set(trigger, calls);
	}

	/** @returns false if another call has replaced this one, such as a verified call that replaced an unverified one */
	drop(trigger: string, { key, verified }: Seen): boolean {
		const calls = this.triggers.get(trigger);
		return calls?.get(key)?.verified === verified && calls.delete(key);
	}

	markStarted(trigger: string, { key }: Seen): void {
		const call = this.triggers.get(trigger)?.get(key);
		if (call) call.isPending = false;
	}

	/** Removes expired calls, which come first, and returns the rest. */
	private prune(trigger: string, now: number): Map<string, RecentCall> {
		const calls = this.triggers.get(trigger) ?? new Map<string, RecentCall>();
		for (const { key, at } of calls.values()) {
			if (now - at < this.retention && calls.size <= MAX_RECENT) break;
			calls.delete(key);
		}
		if (calls.size === 0) this.triggers.delete(trigger);
		return calls;
	}
}
