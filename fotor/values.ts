/** Maximum length of external text quoted in a message, in characters. */
const LONGEST_QUOTE = 200;

/** Removes control characters and truncates the text, so text from outside can't garble a message. */
export function clean(text: string): string {
	return text
		.replace(/[\p{Cc}\s]+/gu, ' ')
		.trim()
		.slice(0, LONGEST_QUOTE);
}

/** A number of tokens as text, such as "1 token" or "8 tokens". */
export function tokenText(count: number): string {
	return count === 1 ? '1 token' : `${count} tokens`;
}

/** True for a plain object: neither null nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
