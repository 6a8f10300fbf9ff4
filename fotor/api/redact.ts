/**
 * Minimum length of a key that is removed. A shorter string could be part of any word, and no real key is that
 * short.
 */
const SHORTEST_KEY = 8;

/**
 * Removes every form of the key from text that came from outside: verbatim, with JSON escapes (including those of JSON
 * within JSON), URL-encoded, or with HTML entities.
 */
export function redact(text: string, key: unknown): string {
	const secret = typeof key === 'string' ? key.trim() : '';
	if (secret.length < SHORTEST_KEY) return text;
	return text.replace(new RegExp([...secret].map(anyFormOf).join(''), 'gu'), '…');
}

/**
 * A pattern that matches every way to write a character. Its repetitions are bounded, so hostile text can't slow it
 * down.
 */
function anyFormOf(character: string): string {
	const unit = character.codePointAt(0) ?? 0;
	const hex = anyCase(unit.toString(16).padStart(2, '0'));
	const plain = /[\p{L}\p{N}_-]/u.test(character)
		? character
		: `\\\\{0,8}${character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')}`;
	const percent = [...new TextEncoder().encode(character)]
		.map((byte) => `%(?:25){0,4}${anyCase(byte.toString(16).padStart(2, '0'))}`)
		.join('');
	const escaped = `\\\\{1,8}u${anyCase(unit.toString(16).padStart(4, '0'))}`;
	const entity = `&#(?:0{0,6}${unit}|[xX]0{0,6}${hex});`;
	return `(?:${plain}|${escaped}|${percent}|${entity})`;
}

function anyCase(hex: string): string {
	return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
