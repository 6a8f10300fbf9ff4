import { toFailure } from '../../fotor/failure';
import type { RefusedJob } from '../../fotor/run';
import type { Form } from './form';
import { inputFields } from './inputFields';

/** The job of a form that can't be used. In a dry run it gives an item that says why. */
export function refused(form: Form, thrown: unknown, file?: string): RefusedJob {
	return {
		kind: 'refused',
		itemIndex: form.itemIndex,
		...(file === undefined ? {} : { file }),
		failure: toFailure(thrown),
		inputFields: inputFields(form),
		dryRun: isDryRun(form),
	};
}

function isDryRun(form: Form): boolean {
	try {
		return form.options.flag('dryRun');
	} catch {
		return false;
	}
}
