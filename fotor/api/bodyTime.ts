import { clock } from '../clock';

/** Bytes per ms below which a request body counts as stuck. */
const SLOWEST = 10;
/** How far past the item's deadline a body may still be sending if it started in time, ms. */
export const GRACE = 60_000;

/**
 * Timeout in ms for a request with a body, including its reply. Grows with the size, but never extends far past the
 * deadline.
 * @param reply ms for the reply
 * @param bytes size of the body
 * @param deadline the item's deadline, Unix ms
 */
export function bodyTime(reply: number, bytes: number, deadline = Infinity): number {
	return Math.min(reply + bytes / SLOWEST, Math.max(0, deadline - clock.now()) + GRACE);
}
