/**
 * Reads a Retry-After header, which holds seconds or an HTTP date (RFC 9110, section 10.2.3).
 * @param now Unix time in ms
 * @returns milliseconds to wait, never negative; undefined if the header has no usable value
 */
export function parseRetryAfter(header: unknown, now: number): number | undefined {
	const text = String(Array.isArray(header) ? header[0] : (header ?? '')).trim();
	if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
	// A date contains letters. Without this check, Date.parse would also accept a plain or negative number.
	if (!/[a-z]/i.test(text)) return undefined;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
