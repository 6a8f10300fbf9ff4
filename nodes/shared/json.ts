import { inputFailure } from '../../fotor/failure';

/**
 * A JSON object, typed as text or given by an expression. Empty text is an empty object.
 * @param label the field's label, for the message
 * @throws Failure that says where the JSON is invalid
 */
export function parseObject(value: unknown, label: string): Record<string, unknown> {
	const { parsed, reason } = parseJson(value);
	if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
		return parsed as Record<string, unknown>;
	}
	throw inputFailure(
		`'${label}' is not a JSON object${reason ? ` (${reason})` : ''}`,
		`Write '${label}' like this: {"field": "value"}. Names and texts are in double quotes, and the last field has no comma after it.`,
	);
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
