import { toFailure } from '../../fotor/failure';
import type { RefusedJob } from '../../fotor/run';
import type { Form } from './form';
import { inputFields } from './inputFields';
import { isDryRun } from './settings';

/** The job for an item whose form can't be used. In a dry run, this job outputs an item that says why. */
export function refused(form: Form, thrown: unknown, file?: string): RefusedJob {
	return {
		kind: 'refused',
		itemIndex: form.itemIndex,
		...(file === undefined ? {} : { file }),
		failure: toFailure(thrown),
		inputFields: inputFields(form),
		dryRun: isDryRunOf(form),
	};
}

function isDryRunOf(form: Form): boolean {
	try {
		return isDryRun(form.options);
	} catch {
		return false;
	}
}
