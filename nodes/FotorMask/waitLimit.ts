import { tryToParseDateTime } from 'n8n-workflow';

import { clock } from '../../fotor/clock';
import { inputFailure, type Failure } from '../../fotor/failure';
import type { Form } from '../shared/form';

/** The date that means "no limit" in n8n. */
const NEVER = new Date('3000-01-01T00:00:00.000Z');

const SECONDS: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/**
 * When to continue without masks.
 * @param timeZone the workflow's time zone
 * @throws Failure of kind `input` if the date in the form is missing, invalid or in the past
 */
export function waitLimit(form: Form, timeZone: string): Date {
	if (!form.flag('limitWaitTime')) return NEVER;
	if (form.value('limitType') !== 'atSpecifiedTime') {
		const seconds = form.number('resumeAmount') * (SECONDS[form.text('resumeUnit')] ?? 3600);
		return new Date(Math.min(clock.now() + seconds * 1000, NEVER.getTime()));
	}
	const label = form.label('maxDateAndTime');
	const end = parse(form.value('maxDateAndTime'), timeZone);
	if (end === undefined) {
		throw inputFailure(`'${label}' isn't a date`, `Choose a date and time in '${label}'.`);
	}
	if (end > clock.now()) return new Date(end);
	throw past(label, new Date(end));
}

/** @returns Unix time in ms */
function parse(value: unknown, timeZone: string): number | undefined {
	if (!value) return undefined;
	try {
		return tryToParseDateTime(value, timeZone).toMillis();
	} catch {
		return undefined;
	}
}

function past(label: string, date: Date): Failure {
	return inputFailure(
		`'${label}' is in the past: ${date.toISOString()}`,
		`Choose a later date in '${label}', or use 'After Time Interval'.`,
	);
}
