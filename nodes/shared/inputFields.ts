import type { IDataObject } from 'n8n-workflow';

import type { Form } from './form';
import { COMBINED_FILES } from './severalFiles';

/**
 * The fields of the input item that stay with its results, if the user wants that. `error` doesn't: n8n treats an
 * item with this field as failed.
 * @returns undefined if none are wanted, or if the form can't tell
 */
export function inputFields(form: Form): IDataObject | undefined {
	if (form.isTool || !isWanted(form)) return undefined;
	const fields = { ...form.item().json };
	delete fields.error;
	delete fields[COMBINED_FILES];
	return fields;
}

function isWanted(form: Form): boolean {
	try {
		return form.options.flag('includeOtherFields');
	} catch {
		return false;
	}
}
