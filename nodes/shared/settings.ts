import type { ItemSettings } from '../../fotor/task/settings';
import { checkNumber, type Form } from './form';
import { parseObject } from './json';

/**
 * Reads what `resultFields` shows.
 * @throws Failure when a value can't be used
 */
export function readSettings(form: Form, maxWaitTime: number): ItemSettings {
	const options = readOptions(form);
	const waitForCompletion = form.value('waitForCompletion', true) !== false;
	const downloadResult = form.value('downloadResult', true) !== false;
	return {
		waitForCompletion,
		downloadResult,
		outputField:
			waitForCompletion && downloadResult
				? form.text('outputBinaryProperty', 'Put Output File in Field')
				: 'data',
		maxWait:
			1000 * checkNumber(options.maxWaitTime ?? maxWaitTime, 'Maximum Wait Time', { min: 1 }),
		interval: 1000 * checkNumber(options.pollInterval ?? 0, 'Poll Interval', { min: 0 }),
		concurrency: checkNumber(options.concurrency ?? 5, 'Concurrent Tasks', {
			min: 1,
			integer: true,
		}),
		minimumBalance: checkNumber(options.minimumBalance ?? 0, 'Minimum Balance', { min: 0 }),
		onTimeout: options.onTimeout === 'returnTask' ? 'returnTask' : 'error',
		uploadMethod: options.uploadMethod === 'base64' ? 'base64' : 'signedUpload',
		fileName: String(options.fileName ?? ''),
		includeRaw: options.includeRawResponse === true,
	};
}

/** The options that are set. */
export function readOptions(form: Form): Record<string, unknown> {
	return (form.value('options', {}) ?? {}) as Record<string, unknown>;
}

/**
 * The user's own fields for the request.
 * @throws Failure when they are not a JSON object
 */
export function readExtraFields(form: Form): Record<string, unknown> {
	return parseObject(readOptions(form).extraBodyFields ?? {}, 'Extra Body Fields');
}
