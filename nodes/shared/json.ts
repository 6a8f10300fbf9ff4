import { inputFailure } from '../../fotor/failure';
import { isObject } from '../../fotor/values';

/**
 * Reads a JSON object that was typed as text or returned by an expression. Empty text counts as an empty object.
 * @param label the field's label, for the message
 * @throws Failure that quotes the JSON parser's message
 */
export function parseObject(value: unknown, label: string): Record<string, unknown> {
	const { parsed, reason } = parseJson(value);
	if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
		return parsed as Record<string, unknown>;
	}
	throw inputFailure(
		`'${label}' is not a JSON object`,
		`Write '${label}' like this: {"field": "value"}. Put field names and text values in double quotes, and don't put a comma after the last field.`,
		undefined,
		reason,
	);
}

/**
 * Reads a JSON list that was typed as text or returned by an expression. A single object counts as a list with one
 * entry, and empty text counts as an empty list.
 * @param label the field's label, for the message
 * @param example a valid list to show in the advice
 * @throws Failure that quotes the JSON parser's message, or says which entry isn't an object
 */
export function parseObjects(
	value: unknown,
	label: string,
	example: string,
): Array<Record<string, unknown>> {
	const isEmpty = value === undefined || (typeof value === 'string' && !value.trim());
	const { parsed, reason } = isEmpty ? { parsed: [] } : parseJson(value);
	const list: unknown = isObject(parsed) ? [parsed] : parsed;
	const like = `Write '${label}' like this: ${example}.`;
	if (!Array.isArray(list)) {
		throw inputFailure(`'${label}' is not a JSON list`, like, undefined, reason);
	}
	list.forEach((entry, index) => {
		if (isObject(entry)) return;
		throw inputFailure(`Entry ${index + 1} of '${label}' is not a JSON object`, like);
	});
	return list as Array<Record<string, unknown>>;
}

function parseJson(value: unknown): { parsed?: unknown; reason?: string } {
	if (typeof value !== 'string') return { parsed: value };
	if (!value.trim()) return { parsed: {} };
	try {
		return { parsed: JSON.parse(value) as unknown };
	} catch (thrown) {
		return { reason: (thrown as Error).message };
	}
}
