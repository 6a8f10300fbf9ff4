import type { INodePropertyOptions } from 'n8n-workflow';

import { FIELDS } from './fields';

/** Canvas subtitle: "Account: Get Top-Up Links". */
export const SUBTITLE = `={{ (${JSON.stringify(namesOf('resource'))})[$parameter["resource"]] + ": " + (${JSON.stringify(namesOf('operation'))})[$parameter["operation"]] }}`;

/** The names of a list's entries, by value. */
function namesOf(name: string): Record<string, string> {
	const options = FIELDS.filter((field) => field.name === name).flatMap((field) => field.options);
	return Object.fromEntries(
		(options as INodePropertyOptions[]).map((option) => [option.value, option.name]),
	);
}
