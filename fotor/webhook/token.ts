import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether the token of a call is the expected one. Both are hashed first, so that the time of the comparison
 * tells neither the text nor its length.
 * @param given the query parameter as n8n read it: text, or a list when the caller repeated it
 */
export function tokenMatches(expected: string, given: unknown): boolean {
	if (typeof given !== 'string') return false;
	// A "+" that stands in an address as it is, is read as a blank.
	const digest = (text: string) =>
		createHash('sha256').update(text.replaceAll('+', ' '), 'utf8').digest();
	return timingSafeEqual(digest(expected), digest(given));
}
