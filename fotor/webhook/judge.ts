import { happened } from '../api/explain';
import { isPassing, type Outcome } from '../api/outcome';
import type { TaskDetails } from '../task/details';
import type { Claim } from './body';
import { eventOf } from './events';

/** What a call turns out to be once Fotor's API was asked about the task. */
export type Finding =
	| { kind: 'genuine'; task: TaskDetails }
	/** Fotor said so once, but the task is further now; the end of a task has a call of its own. */
	| { kind: 'outdated' }
	| { kind: 'forged'; why: string }
	/** The API could not be asked. */
	| { kind: 'unverifiable'; why: string };

export interface Judgement {
	finding: Finding;
	/** How many further looks may follow findings of this kind, as the next one may differ. */
	patience: number;
}

/** Looks after the first one: while the API is away, and while it lags behind the call. */
export const MOST_PATIENCE = 3;

/**
 * Compares a call with one look at the task.
 * @param baseUrl of the API, whose host may hold results too
 */
export function judge(
	claim: Claim,
	{ outcome, task }: { outcome: Outcome; task?: TaskDetails },
	baseUrl: string,
): Judgement {
	if (outcome.kind !== 'success') return withoutAnswer(outcome);
	// What Fotor says of an unknown id is not documented: perhaps success without a task.
	if (!task) return forged('Fotor knows no such task', 1);
	// An API that took ids in other spellings would let one task start the workflow under many names.
	const { taskId } = task.raw;
	if (typeof taskId === 'string' && taskId !== '' && taskId !== claim.taskId) {
		return forged('Fotor answered with another task', 0);
	}
	const [claimed, actual] = [eventOf(claim.status), eventOf(task.status)];
	if (claimed !== 'inProgress' && actual === 'inProgress') {
		return forged('the task is still in progress', MOST_PATIENCE);
	}
	// A completed task without an address may be a moment from having one.
	const patience = task.status === 'completed' && task.files.length === 0 ? MOST_PATIENCE : 0;
	if (claim.files.some(({ url }) => isForeign(url, task, baseUrl))) {
		return forged('a result address is not one of Fotor’s', patience);
	}
	if (claimed === actual) return { finding: { kind: 'genuine', task }, patience };
	if (claimed === 'inProgress') return { finding: { kind: 'outdated' }, patience: 0 };
	return forged(`the task is ${task.status}, not ${claim.status}`, 0);
}

function withoutAnswer(outcome: Exclude<Outcome, { kind: 'success' }>): Judgement {
	// What is said of an unknown id is not documented, so that a page counts too; one of a proxy may pass.
	if (outcome.kind === 'notFound') {
		return forged('Fotor knows no such task', outcome.foreign ? MOST_PATIENCE : 0);
	}
	const isWordOnTask = outcome.kind === 'rejected' && !outcome.foreign && !isRateLimit(outcome);
	// Also the code 999, "unknown error" (section 3), which may pass.
	if (isWordOnTask) return forged(`Fotor knows no such task (${outcome.text})`, 1);
	// Left are passing faults, and refusals of our own key, account or network: no word about the call.
	const patience = isPassing(outcome) || outcome.kind === 'rejected' ? MOST_PATIENCE : 0;
	return { finding: { kind: 'unverifiable', why: happened(outcome) }, patience };
}

/** Too many requests, said inside a reply (section 3: `Rate limit`). */
function isRateLimit({ text }: { text: string }): boolean {
	return /rate limit/i.test(text);
}

function forged(why: string, patience: number): Judgement {
	return { finding: { kind: 'forged', why }, patience };
}

/**
 * Whether a claimed address leads away from Fotor. Hosts are compared, not whole addresses: signatures and
 * paths may differ between call and API, and the workflow gets the API's address anyway.
 */
function isForeign(url: string, task: TaskDetails, baseUrl: string): boolean {
	const host = hostOf(url);
	if (/(^|\.)fotor\.com$/.test(host)) return false;
	return ![baseUrl, ...task.files.map((file) => file.url)].some((known) => hostOf(known) === host);
}

/** Host and port in lower case; empty for what is no address. */
function hostOf(url: string): string {
	return URL.canParse(url) ? new URL(url).host : '';
}
