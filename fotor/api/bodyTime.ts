import { clock } from '../clock';

/** Bytes per ms below which a request body counts as stuck. */
const SLOWEST = 10;
/** How long a request body that started in time may keep sending after the item's deadline, ms. */
export const GRACE = 60_000;

/**
 * Timeout in ms for a request with a body, including its reply. Grows with the body's size, but never extends far past
 * the deadline.
 * @param reply time for the reply, ms
 * @param bytes size of the body
 * @param deadline the item's deadline, Unix ms
 */
export function bodyTime(reply: number, bytes: number, deadline = Infinity): number {
	return Math.min(reply + bytes / SLOWEST, Math.max(0, deadline - clock.now()) + GRACE);
}
