import type { INodeProperties } from 'n8n-workflow';

import { inputFailure } from '../../fotor/failure';
import { checkNumber, emptyField, shown, trimmed } from './checks';
import { chosenOption, noSuchOption, optionsOf, shownVariants, type OptionValue } from './choose';
import { parseObject } from './json';
import { locatorId } from './locator';

/** Reads values by field name. Labels, limits and defaults come from the form's field definitions. */
export class Values {
	/**
	 * @param fields the field definitions. The label and limits come from a field's first variant, since all variants
	 * share them
	 * @param read returns the value of a field, or `fallback` if the field has no value
	 * @param owner added to the labels in messages, such as " of Mask Region 2"
	 * @param emptyIsDefault true if an empty list field means the default, as in a tool's form
	 */
	constructor(
		protected readonly fields: INodeProperties[],
		private readonly read: (name: string, fallback: unknown) => unknown,
		private readonly owner = '',
		protected readonly emptyIsDefault = false,
	) {}

	/** The field's label, as used in messages. */
	label(name: string): string {
		return `${this.field(name)?.displayName ?? name}${this.owner}`;
	}

	has(name: string): boolean {
		return this.field(name) !== undefined;
	}

	/** The unchecked value, or the default if the form doesn't show the field. */
	value(name: string): unknown {
		return this.read(name, this.field(name)?.default);
	}

	/** True if the user has set the field to something other than empty text or 0. */
	isSet(name: string): boolean {
		return Boolean(this.read(name, ''));
	}

	/**
	 * Trimmed text, or the ID in a resource locator.
	 * @throws Failure when the value is empty or isn't text
	 */
	text(name: string): string {
		const text = trimmed(locatorId(this.value(name)), this.label(name));
		if (text) return text;
		throw emptyField(this.label(name));
	}

	/**
	 * Trimmed text, which may be empty.
	 * @throws Failure when the value isn't text
	 */
	optionalText(name: string): string {
		return trimmed(this.value(name), this.label(name));
	}

	/** @throws Failure when the value is empty, not a number, or outside the field's limits */
	number(name: string): number {
		return this.withinLimits(name, this.value(name));
	}

	/**
	 * Like {@link number}, but an empty value means the default.
	 * @throws Failure when the value isn't a number, or is outside the field's limits
	 */
	numberOrDefault(name: string): number {
		return this.withinLimits(name, this.value(name) ?? this.field(name)?.default);
	}

	/**
	 * A boolean. The strings "true" and "false", which spreadsheets and forms provide, count as booleans. A missing
	 * value means the default.
	 * @throws Failure for any other value
	 */
	flag(name: string): boolean {
		const value = this.value(name) ?? this.field(name)?.default;
		const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
		if (word === true || word === 'true') return true;
		if (word === false || word === 'false' || word === '') return false;
		const label = this.label(name);
		throw inputFailure(
			`'${label}' must be true or false, but it is ${shown(value)}`,
			`Check the expression in '${label}'.`,
		);
	}

	/**
	 * The value of an `options` field, which may contain the value or the label of an entry. If a field has several
	 * variants, uses the one that the form shows.
	 * @param decided values that decide which variant is shown, such as the model's ID if the form has only its name
	 * @throws Failure when the list has no such entry
	 */
	option<T extends OptionValue = string>(name: string, decided?: Record<string, unknown>): T {
		const variants = this.variants(name, decided);
		const given = this.given(name, variants);
		const options = optionsOf(variants);
		const found = chosenOption(options, given);
		if (found !== undefined) return found as T;
		throw noSuchOption(this.label(name), given, options);
	}

	/**
	 * Like {@link option}, but for a list that depends on the model. Values outside the list are accepted, since a model
	 * may support more values. The value is checked against the model's table later.
	 * @throws Failure when the value is empty, or when a list of numbers gets a value that isn't a number within the
	 * limits
	 */
	openOption<T extends OptionValue = string>(name: string, decided?: Record<string, unknown>): T {
		const variants = this.variants(name, decided);
		const given = this.given(name, variants);
		const options = optionsOf(this.fields.filter((field) => field.name === name));
		const found = chosenOption(options, given);
		if (found !== undefined) return found as T;
		if (typeof options[0]?.value === 'number') return this.withinLimits(name, given) as T;
		const text = trimmed(given, this.label(name));
		if (text) return text as T;
		throw emptyField(this.label(name));
	}

	/** @throws Failure when the value isn't a JSON object */
	json(name: string): Record<string, unknown> {
		return parseObject(this.value(name), this.label(name));
	}

	private variants(name: string, decided: Record<string, unknown> = {}): INodeProperties[] {
		const variants = this.fields.filter((field) => field.name === name);
		if (variants.length < 2) return variants;
		return shownVariants(variants, (key) =>
			key in decided ? decided[key] : locatorId(this.value(key)),
		);
	}

	/** The value as given, or the default if the value is empty and empty means the default. */
	private given(name: string, variants: INodeProperties[]): unknown {
		const fallback = variants[0]?.default;
		const value = this.read(name, fallback);
		const empty = value === undefined || value === null || String(value).trim() === '';
		return empty && this.emptyIsDefault ? fallback : value;
	}

	private field(name: string): INodeProperties | undefined {
		return this.fields.find((field) => field.name === name);
	}

	private withinLimits(name: string, value: unknown): number {
		return checkNumber(value, this.label(name), this.field(name)?.typeOptions);
	}
}
