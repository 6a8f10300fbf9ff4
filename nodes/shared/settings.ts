import type { ItemSettings } from '../../fotor/task/types';
import type { Form } from './form';

/**
 * Reads the fields of `resultFields`.
 * @throws Failure when a value can't be used
 */
export function readSettings(form: Form): ItemSettings {
	const { options } = form;
	const waitForCompletion = form.flag('waitForCompletion');
	const downloadResult = form.flag('downloadResult');
	return {
		waitForCompletion,
		downloadResult,
		outputField: waitForCompletion && downloadResult ? form.text('outputBinaryProperty') : 'data',
		maxWait: 1000 * options.number('maxWaitTime'),
		interval: 1000 * options.number('pollInterval'),
		concurrency: options.number('concurrency'),
		minimumBalance: options.number('minimumBalance'),
		onTimeout: options.option<ItemSettings['onTimeout']>('onTimeout'),
		uploadMethod: options.has('uploadMethod')
			? options.option<ItemSettings['uploadMethod']>('uploadMethod')
			: 'signedUpload',
		fileName: options.optionalText('fileName'),
		maxFileBytes: 1024 * 1024 * options.number('maxFileSize'),
		taskKey: options.optionalText('taskKey'),
		taskKeyDays: options.number('taskKeyDays'),
		includeRaw: options.flag('includeRawResponse'),
	};
}
