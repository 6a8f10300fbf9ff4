import { clock } from '../clock';

/** Bytes per ms below which a request body counts as stuck. */
const SLOWEST = 10;
/** ms that a body may still take when the item's time is over: it was begun in time. */
export const GRACE = 60_000;

/**
 * ms that a request with a body may take, its reply included: more for each byte, but never long after the deadline.
 * @param reply ms for the reply
 * @param bytes of the body
 * @param deadline Unix ms; the item's
 */
export function bodyTime(reply: number, bytes: number, deadline = Infinity): number {
	return Math.min(reply + bytes / SLOWEST, Math.max(0, deadline - clock.now()) + GRACE);
}
