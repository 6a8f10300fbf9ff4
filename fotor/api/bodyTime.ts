import { clock } from '../clock';

/** Speed in bytes per ms below which a request body counts as stuck. */
const SLOWEST = 10;
/** How long after the item's deadline, in ms, a request body may still be sent if sending began in time. */
export const GRACE = 60_000;

/**
 * Timeout in ms for a request with a body, including the time for the reply. The timeout grows with the body's
 * size, but never extends far past the deadline.
 * @param reply time for the reply, ms
 * @param bytes size of the body
 * @param deadline the item's deadline, Unix ms
 */
export function bodyTime(reply: number, bytes: number, deadline = Infinity): number {
	return Math.min(reply + bytes / SLOWEST, Math.max(0, deadline - clock.now()) + GRACE);
}
