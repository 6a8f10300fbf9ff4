import type { FastifySchemaValidationError } from 'fastify';

import type { JsonSchema } from '../endpoints';

/**
 * The message for an invalid body. `x is required` and `x must be between a and b` are the only two messages
 * about invalid values that section 3 documents; the sandbox makes up the others.
 */
export function validationMessage(
	error: FastifySchemaValidationError | undefined,
	schema?: JsonSchema,
): string {
	if (!error) return 'invalid parameters';
	const { keyword, instancePath, params, message } = error;
	const field = instancePath
		.slice(1)
		.replace(/\/(\d+)/g, '[$1]')
		.replaceAll('/', '.');
	if (keyword === 'required') {
		const name = String(params.missingProperty);
		return `${field ? `${field}.` : ''}${name} is required`;
	}
	if (keyword === 'minLength') return `${field} is required`;
	if (keyword === 'minimum' || keyword === 'maximum') {
		const { minimum, maximum } = schema?.properties?.[field] ?? {};
		if (minimum !== undefined && maximum !== undefined) {
			return `${field} must be between ${minimum} and ${maximum}`;
		}
	}
	return `${field || 'body'} ${message ?? 'is invalid'}`;
}
