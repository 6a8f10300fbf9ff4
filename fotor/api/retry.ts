import { clock, pause } from '../clock';
import { isObject } from '../values';
import { isPassing, retryAfterOf, type Outcome, type Refusal } from './outcome';
import { TIMEOUT, type Api, type ApiCall } from './request';

/** Delays before each retry of a request that costs nothing (balance, uploads, downloads), ms. */
const DELAYS = [500, 1_500, 4_000];
/** Longest Retry-After that a free request waits out, ms. */
const LONGEST_RETRY_AFTER = 60_000;

/**
 * Retries a free request up to three times, as long as the refusal may be temporary.
 * @param refusalOf the refusal in a result, or undefined if there is none
 * @param until returns the time (Unix ms) after which no new attempt begins
 * @returns the last result
 */
export async function retryFree<T>(
	attempt: () => Promise<T>,
	refusalOf: (result: T) => Refusal | undefined,
	signal: AbortSignal | undefined,
	until = () => Infinity,
): Promise<T> {
	for (let retries = 0; ; retries++) {
		const result = await attempt();
		const refusal = refusalOf(result);
		const delay = DELAYS[retries];
		if (!refusal || !isPassing(refusal) || delay === undefined) return result;
		const wait = Math.max(delay, retryAfterOf(refusal));
		if (wait > LONGEST_RETRY_AFTER || clock.now() + wait > until()) return result;
		await pause(wait, signal);
	}
}

/** Makes a call that costs nothing, and retries it while the refusal may be temporary and there is time left. */
export async function freeCall(api: Api, call: Omit<ApiCall, 'timeout'>): Promise<Outcome> {
	const { answerBy = Infinity } = api;
	return await retryFree(
		async () => {
			const left = Math.max(answerBy - clock.now(), SHORTEST_TIMEOUT);
			return await api.call({ ...call, timeout: Math.min(TIMEOUT.poll, left) });
		},
		(outcome) => (outcome.kind === 'success' ? undefined : outcome),
		api.signal,
		() => answerBy - SHORTEST_TIMEOUT,
	);
}

/** Shortest timeout that makes a call worthwhile, ms. */
const SHORTEST_TIMEOUT = 1_000;

/** The rate limit state that all requests of a run share. */
export interface RateLimit {
	/** Time until Fotor accepts requests again, ms. */
	quietFor(): number;
	/** Resolves once Fotor accepts requests again, or when the signal is aborted. */
	quiet(signal?: AbortSignal): Promise<void>;
	/** Call this on HTTP 429. Afterward, fewer requests are allowed, and none at all for the first `waitMs` ms. */
	rateLimited(waitMs: number): void;
}

export interface Patience {
	throttle: RateLimit;
	/** Time (Unix ms) after which no request is sent; may be extended during the wait. */
	readonly deadline: number;
	/** Aborted once the run stops submitting tasks. */
	closed: AbortSignal;
}

/** Delay after a 429 without Retry-After, ms; doubles each time. */
const BUSY_DELAY = { first: 1_000, longest: 30_000 };

/**
 * Retries a request while Fotor replies "too many requests", at the pace that all requests of the run share.
 * @returns the first outcome other than `rateLimited`, or the last `rateLimited` one if the wait would outlast the
 * deadline; undefined if the deadline passed before anything was sent
 */
export async function outliveRateLimit(
	request: () => Promise<Outcome>,
	patience: Patience,
): Promise<Outcome | undefined> {
	const { throttle, closed } = patience;
	let outcome: Outcome | undefined =
		throttle.quietFor() > 0
			? { kind: 'rateLimited', text: 'HTTP 429 for another item' }
			: undefined;
	for (let delay = BUSY_DELAY.first; ; delay = Math.min(delay * 2, BUSY_DELAY.longest)) {
		if (clock.now() + throttle.quietFor() > patience.deadline) return outcome;
		await throttle.quiet(closed);
		outcome = await request();
		// The request is not sent again if the reply names an accepted task. Even a refusal may name one.
		const namesTask = isObject(outcome.data) && Boolean(outcome.data.taskId);
		if (outcome.kind !== 'rateLimited' || namesTask || closed.aborted) return outcome;
		throttle.rateLimited(outcome.retryAfterMs || delay);
	}
}
