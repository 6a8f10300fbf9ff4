import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * True if a call has the expected secret. Both strings are hashed first, so the time that the comparison takes reveals
 * neither the secret nor its length.
 * @param given the query parameter as n8n read it: text, or a list if the caller repeated it
 */
export function tokenMatches(expected: string, given: unknown): boolean {
	if (typeof given !== 'string') return false;
	// n8n reads an unescaped "+" in a URL as a space.
	const digest = (text: string) =>
		createHash('sha256').update(text.replaceAll('+', ' '), 'utf8').digest();
	return timingSafeEqual(digest(expected), digest(given));
}
