import type { IDataObject } from 'n8n-workflow';

import type { Form } from './form';
import { COMBINED_FILES } from './severalFiles';

/**
 * The input item's fields to copy to its results, if the user wants them there. The `error` field is left out, because
 * n8n treats an item with this field as failed.
 * @returns undefined if the user doesn't want the fields, or the option can't be read
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
