import type { RateLimit } from '../types';

/** Limits the number of requests in a sliding time window. */
export class RateLimiter {
	private passed: number[] = [];

	/**
	 * Counts a request. Returns undefined if the request may pass; otherwise, the time in ms until the next one may.
	 */
	check({ requests, perMs }: RateLimit, now: number): number | undefined {
		this.passed = this.passed.filter((at) => at > now - perMs);
		if (this.passed.length < requests) {
			this.passed.push(now);
			return undefined;
		}
		return (this.passed[this.passed.length - requests] ?? now) + perMs - now;
	}

	clear(): void {
		this.passed = [];
	}
}

/** The Retry-After header for a wait in ms, in the requested format. Seconds are rounded up. */
export function retryAfter(
	form: RateLimit['retryAfter'],
	waitMs: number,
	now: number,
): string | undefined {
	const seconds = Math.ceil(waitMs / 1000);
	if (form === 'seconds') return String(seconds);
	if (form === 'date') return new Date(now + seconds * 1000).toUTCString();
	return undefined;
}
