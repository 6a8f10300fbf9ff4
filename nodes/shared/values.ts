import type { INodeProperties, INodePropertyTypeOptions } from 'n8n-workflow';

import { inputFailure } from '../../fotor/failure';
import { parseObject } from './json';
import { locatorId } from './locator';

/** Reads values by field name. Labels, limits and defaults come from the definitions that the form shows. */
export class Values {
	/**
	 * @param fields the definitions. Variants of a field share label and limits, so the first one counts
	 * @param read the value of a field, or `fallback` where there is none
	 * @param owner ends the labels in messages: " of Mask Region 2"
	 */
	constructor(
		protected readonly fields: INodeProperties[],
		private readonly read: (name: string, fallback: unknown) => unknown,
		private readonly owner = '',
	) {}

	/** The field's label, as messages name it. */
	label(name: string): string {
		return `${this.field(name)?.displayName ?? name}${this.owner}`;
	}

	/** The unchecked value, or the default of a field that the form does not show. */
	value(name: string): unknown {
		return this.read(name, this.field(name)?.default);
	}

	/** True if the user has set the field, and not to an empty text or 0. */
	isSet(name: string): boolean {
		return Boolean(this.read(name, ''));
	}

	/**
	 * Trimmed text, or the ID in a resource locator.
	 * @throws Failure when it is empty
	 */
	text(name: string): string {
		const text = trimmed(locatorId(this.value(name)));
		if (text) return text;
		throw emptyField(this.label(name));
	}

	/** Trimmed text, or an empty one. */
	optionalText(name: string): string {
		return trimmed(this.value(name));
	}

	/** @throws Failure when it is empty, not a number, or outside the field's limits */
	number(name: string): number {
		return this.withinLimits(name, this.value(name));
	}

	/**
	 * Like {@link number}, but an empty value means the default.
	 * @throws Failure when it is not a number, or outside the field's limits
	 */
	numberOrDefault(name: string): number {
		return this.withinLimits(name, this.value(name) ?? this.field(name)?.default);
	}

	flag(name: string): boolean {
		return this.value(name) === true;
	}

	/** @throws Failure when it is not a JSON object */
	json(name: string): Record<string, unknown> {
		return parseObject(this.value(name), this.label(name));
	}

	private field(name: string): INodeProperties | undefined {
		return this.fields.find((field) => field.name === name);
	}

	private withinLimits(name: string, value: unknown): number {
		return checkNumber(value, this.label(name), this.field(name)?.typeOptions);
	}
}

export function trimmed(value: unknown): string {
	return value === null || value === undefined ? '' : String(value).trim();
}

export function emptyField(label: string, advice = `Fill in '${label}'.`) {
	return inputFailure(`'${label}' is empty`, advice);
}

function checkNumber(
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
		number >= minValue &&
		number <= maxValue &&
		(!whole || Number.isInteger(number));
	if (fits) return number;
	const range = Number.isFinite(maxValue)
		? `from ${minValue} to ${maxValue}`
		: `of ${minValue} or more`;
	throw inputFailure(
		`'${label}' must be a ${whole ? 'whole ' : ''}number ${range}`,
		`Change '${label}'; it is now ${JSON.stringify(value) ?? 'empty'}.`,
	);
}
