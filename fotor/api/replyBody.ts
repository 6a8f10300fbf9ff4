import { redact } from './redact';

/**
 * Parses a reply's text. The key is removed first, wherever and however the reply repeats it, so no message, item or
 * log can show it. Numeric task IDs become strings, since a number beyond 2^53 would lose digits.
 * @returns the JSON value, or the text itself if it is not JSON
 */
export function parseBody(body: unknown, key: unknown): unknown {
	if (typeof body !== 'string') return body;
	const text = redact(body, key);
	try {
		const json = text.replace(/("taskId"\s*:\s*)(\d+)(?=\s*[,}])/g, '$1"$2"');
		return JSON.parse(json) as unknown;
	} catch {
		return text;
	}
}
