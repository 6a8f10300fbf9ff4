import { createHash } from 'node:crypto';

/** A call that has started the workflow. */
export interface Seen {
	/** Task and event, see {@link callKey}. */
	key: string;
	/** Whether Fotor's API had confirmed it. */
	verified: boolean;
}

/** Calls kept in the workflow's static data, which n8n writes back whole after every call. */
export const MOST_SEEN = 200;

/** Characters of a key: 72 bits tell millions of calls apart, and 200 keys are 2.6 kB, which n8n saves with each call. */
const KEY_LENGTH = 12;

/** What stands for a report of a task in the list. */
export function callKey(taskId: string, event: string): string {
	const hash = createHash('sha256').update(`${taskId}:${event}`);
	return hash.digest('base64url').slice(0, KEY_LENGTH);
}

/** Whether a call repeats an earlier one. An unconfirmed call never stands in the way of a confirmed one. */
export function isRepeat(seen: readonly Seen[], { key, verified }: Seen): boolean {
	return seen.some((earlier) => earlier.key === key && (earlier.verified || !verified));
}

/** The newest calls of both lists, each once; `calls` are newer than `seen`. Confirmed once is confirmed. */
export function remember(seen: readonly Seen[], ...calls: readonly Seen[]): Seen[] {
	const ring = new Map<string, Seen>();
	for (const { key, verified } of [...seen, ...calls]) {
		const earlier = ring.get(key);
		ring.delete(key);
		ring.set(key, { key, verified: verified || earlier?.verified === true });
	}
	return [...ring.values()].slice(-MOST_SEEN);
}

/** Ends the key of a call that was not confirmed. */
const UNCONFIRMED = '?';
/** An entry of {@link writeSeen}. */
const STORED = /^[\w-]{12}\??$/;

/**
 * The calls as one text. n8n wraps every object in the static data, for every call, and writes back all of it: of
 * 200 objects that costs more than reading the text.
 */
export function writeSeen(seen: readonly Seen[]): string {
	return seen.map(({ key, verified }) => (verified ? key : key + UNCONFIRMED)).join(' ');
}

/** Reads what {@link writeSeen} made and n8n stored; whatever else is there is dropped. */
export function readSeen(stored: unknown): Seen[] {
	if (typeof stored !== 'string') return [];
	return stored
		.split(' ')
		.filter((entry) => STORED.test(entry))
		.map((entry) => ({
			key: entry.replace(UNCONFIRMED, ''),
			verified: !entry.endsWith(UNCONFIRMED),
		}))
		.slice(-MOST_SEEN);
}

interface Moment extends Seen {
	at: number;
	/** Taken, but not to be stored yet. */
	isHeld?: boolean;
}

/**
 * Calls of the last moments in this process, by trigger. n8n loads the static data for each call and saves it
 * before the reply, so that calls which come together do not see each other there.
 */
export class Burst {
	private readonly triggers = new Map<string, Map<string, Moment>>();

	/** @param span ms that a call is kept: until the static data surely holds it */
	constructor(private readonly span: number) {}

	/** Whether a call repeats one of the last moments. */
	hasRepeat(trigger: string, call: Seen, now: number): boolean {
		const earlier = this.kept(trigger, now).get(call.key);
		return earlier !== undefined && isRepeat([earlier], call);
	}

	/** The newest calls, as many as the static data takes. */
	latest(trigger: string, now: number): Seen[] {
		return [...this.kept(trigger, now).values()].filter(({ isHeld }) => !isHeld).slice(-MOST_SEEN);
	}

	add(trigger: string, call: Seen, now: number, isHeld = false): void {
		// Those of workflows that are gone would stay for good.
		for (const other of [...this.triggers.keys()]) this.kept(other, now);
		const calls = this.kept(trigger, now);
		calls.delete(call.key);
		calls.set(call.key, { ...call, at: now, isHeld });
		this.triggers.set(trigger, calls);
	}

	/** @returns false when another call stands in its place, as the confirmed one after an unconfirmed one */
	drop(trigger: string, { key, verified }: Seen): boolean {
		const calls = this.triggers.get(trigger);
		return calls?.get(key)?.verified === verified && calls.delete(key);
	}

	letGo(trigger: string, { key }: Seen): void {
		const call = this.triggers.get(trigger)?.get(key);
		if (call) call.isHeld = false;
	}

	/** Calls stand in the order of their time, so that what is over is at the front. */
	private kept(trigger: string, now: number): Map<string, Moment> {
		const calls = this.triggers.get(trigger) ?? new Map<string, Moment>();
		for (const { key, at } of calls.values()) {
			if (now - at < this.span && calls.size <= MOST_IN_BURST) break;
			calls.delete(key);
		}
		if (calls.size === 0) this.triggers.delete(trigger);
		return calls;
	}
}

/** Of one trigger; a flood of calls may not fill the memory. */
const MOST_IN_BURST = 5_000;
