import type { INodePropertyTypeOptions } from 'n8n-workflow';

import { inputFailure } from '../../fotor/failure';

/**
 * @param label the field's label, for the message
 * @throws Failure for an object, a list, or any other value that can't be read as text
 */
export function trimmed(value: unknown, label: string): string {
	if (value === null || value === undefined) return '';
	const text = String(value).trim();
	const isText = !Array.isArray(value) && !Number.isNaN(value) && !/^\[object \w+\]$/.test(text);
	if (isText || typeof value === 'string') return text;
	throw inputFailure(
		`'${label}' must be text, but it is ${shown(value)}`,
		`Check the expression in '${label}'. It should return text or a number.`,
	);
}

/** Formats a value for a message. Long values are cut off. */
export function shown(value: unknown): string {
	return (JSON.stringify(value) ?? String(value)).slice(0, 100);
}

/** The failure for a required field without a value. */
export function emptyField(label: string, advice = `Fill in '${label}'.`, modelAdvice?: string) {
	return inputFailure(`'${label}' is empty`, advice, modelAdvice);
}

/** @throws Failure when the value isn't a number, or is outside the field's limits */
export function checkNumber(
	value: unknown,
	label: string,
	{
		minValue = -Infinity,
		maxValue = Infinity,
		numberPrecision,
	}: INodePropertyTypeOptions | undefined = {},
): number {
	const whole = numberPrecision === 0;
	const number = typeof value === 'string' && value.trim() ? Number(value) : value;
	const fits =
		typeof number === 'number' &&
		Number.isFinite(number) &&
		number >= minValue &&
		number <= maxValue &&
		(!whole || Number.isInteger(number));
	if (fits) return number;
	const range = Number.isFinite(maxValue)
		? ` from ${minValue} to ${maxValue}`
		: Number.isFinite(minValue)
			? ` of ${minValue} or more`
			: '';
	throw inputFailure(
		`'${label}' must be a ${whole ? 'whole ' : ''}number${range}`,
		`Change '${label}', which is currently ${JSON.stringify(value) ?? 'empty'}.`,
	);
}
