import { pause } from '../clock';
import { isPassing, retryAfterOf, type Outcome, type Refusal } from './outcome';
import { TIMEOUT, type Api, type ApiCall } from './request';

/** Delays between attempts of a request that costs nothing, ms: balance, uploads, downloads. */
const DELAYS = [500, 1_500, 4_000];
/** Longest Retry-After that such a request waits out, ms. */
const LONGEST_RETRY_AFTER = 60_000;

/**
 * Repeats what costs nothing, up to three times, while the refusal may pass.
 * @param refusalOf the refusal in a result, or undefined if the result stands
 * @returns the last result
 */
export async function retryFree<T>(
	attempt: () => Promise<T>,
	refusalOf: (result: T) => Refusal | undefined,
	signal: AbortSignal | undefined,
): Promise<T> {
	for (let retries = 0; ; retries++) {
		const result = await attempt();
		const refusal = refusalOf(result);
		const delay = DELAYS[retries];
		if (!refusal || !isPassing(refusal) || delay === undefined) return result;
		const retryAfter = retryAfterOf(refusal);
		if (retryAfter > LONGEST_RETRY_AFTER) return result;
		await pause(Math.max(delay, retryAfter), signal);
	}
}

/** A call that costs nothing, repeated while the refusal may pass. */
export async function freeCall(api: Api, call: Omit<ApiCall, 'timeout'>): Promise<Outcome> {
	return await retryFree(
		async () => await api.call({ ...call, timeout: TIMEOUT.poll }),
		(outcome) => (outcome.kind === 'success' ? undefined : outcome),
		api.signal,
	);
}
