import { happenedInFull } from '../api/explain';
import { isPassing, type Outcome, type Refusal } from '../api/outcome';
import type { TaskDetails } from '../task/details';
import type { Claim } from './body';
import { eventOf } from './events';

/** What a status check says about a call. */
export type Finding =
	| { kind: 'genuine'; task: TaskDetails }
	/** The call says "in progress", but the task has ended. Fotor reports the end in a separate call. */
	| { kind: 'outdated' }
	| { kind: 'forged'; why: string }
	/** The API works but gives no answer about this task. The caller should send the call again later. */
	| { kind: 'unanswered'; why: string }
	/** The API gives no answer. `ifKeyWorks` is the verdict if the same key works for another request. */
	| { kind: 'unverifiable'; why: string; ifKeyWorks?: 'forged' | 'unanswered' };

export interface Judgement {
	finding: Finding;
	/** How many more status checks to make, in case the next answer differs. */
	retries: number;
}

/** Maximum number of status checks after the first one, while the API is unavailable or lags behind the call. */
export const MAX_RETRIES = 3;

/**
 * Compares a call with the result of one status check.
 * @param baseUrl base URL of the API, which may host results, too
 */
export function judge(
	claim: Claim,
	{ outcome, task }: { outcome: Outcome; task?: TaskDetails },
	baseUrl: string,
): Judgement {
	if (outcome.kind !== 'success') return withoutAnswer(outcome);
	// How Fotor replies to a request for an unknown ID isn't documented. It may report success without a task.
	if (!task) return forged("Fotor doesn't recognize this task", 1);
	// If the API accepted other spellings of an ID, one task could start the workflow many times.
	const { taskId } = task.raw;
	if (typeof taskId === 'string' && taskId !== '' && taskId !== claim.taskId) {
		return forged('Fotor replied with a different task', 0);
	}
	const [claimed, actual] = [eventOf(claim.status), eventOf(task.status)];
	if (claimed !== 'inProgress' && actual === 'inProgress') {
		return forged('the task is still in progress', MAX_RETRIES);
	}
	// A completed task without a URL may get one at any moment.
	const retries = task.status === 'completed' && task.files.length === 0 ? MAX_RETRIES : 0;
	if (claim.files.some(({ url }) => isForeign(url, task, baseUrl))) {
		return forged("a result URL isn't one of Fotor's", retries);
	}
	if (claimed === actual) return { finding: { kind: 'genuine', task }, retries };
	if (claimed === 'inProgress') return { finding: { kind: 'outdated' }, retries: 0 };
	return forged(`the task is ${task.status}, not ${claim.status}`, 0);
}

function withoutAnswer(outcome: Refusal): Judgement {
	// Fotor may return a web page for an unknown ID. If the page comes from a proxy, a retry may help.
	if (outcome.kind === 'notFound') {
		return forged("Fotor doesn't recognize this task", outcome.foreign ? MAX_RETRIES : 0);
	}
	const isAboutTask = outcome.kind === 'rejected' && !outcome.foreign && !isRateLimit(outcome);
	if (isAboutTask) return forged(`Fotor doesn't recognize this task (${outcome.text})`, 1);
	// The remaining outcomes are temporary faults and refusals of our own key, account or network.
	const mayPass = isPassing(outcome) || ['rejected', 'redirected'].includes(outcome.kind);
	const retries = mayPass ? MAX_RETRIES : 0;
	const why = happenedInFull(outcome);
	return { finding: { kind: 'unverifiable', why, ifKeyWorks: ifKeyWorks(outcome) }, retries };
}

/**
 * How to judge a call if the key works for other requests. Fotor may refuse another account's ID, or return status 500
 * for a malformed ID. Other faults and rate limits say nothing about the ID. After a rate limit, no second request is
 * made.
 */
function ifKeyWorks(outcome: Refusal): 'forged' | 'unanswered' | undefined {
	if (isRateLimit(outcome)) return undefined;
	if (['unauthorized', 'forbidden', 'blocked'].includes(outcome.kind)) return 'forged';
	return outcome.kind === 'unavailable' && !isGateway(outcome) ? 'forged' : 'unanswered';
}

/** True for "too many requests", even in a reply with another status (API reference, section 3). */
function isRateLimit({ kind, text }: Refusal): boolean {
	return kind === 'rateLimited' || /rate limit/i.test(text);
}

/** True for the statuses that a gateway returns if its server is overloaded or down. */
function isGateway({ text }: Refusal): boolean {
	return /^HTTP 50[234]\b/.test(text);
}

function forged(why: string, retries: number): Judgement {
	return { finding: { kind: 'forged', why }, retries };
}

/**
 * True if a claimed URL isn't one of Fotor's. Only hosts are compared, because signatures and paths may differ between
 * the call and the API's reply, and the workflow gets the API's URL anyway.
 */
function isForeign(url: string, task: TaskDetails, baseUrl: string): boolean {
	const host = hostOf(url);
	if (/(^|\.)fotor\.com$/.test(host)) return false;
	return ![baseUrl, ...task.files.map((file) => file.url)].some((known) => hostOf(known) === host);
}

/** A URL's host and port in lower case; empty if the text isn't a URL. */
function hostOf(url: string): string {
	return URL.canParse(url) ? new URL(url).host : '';
}
