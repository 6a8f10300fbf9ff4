import { clock } from '../../fotor/clock';
import { TOOL_WAIT } from '../../fotor/host';
import type { ItemSettings } from '../../fotor/task/types';
import type { Form } from './form';
import type { Values } from './values';

/**
 * Reads the fields of `resultFields`.
 * @throws Failure when a value can't be used
 */
export function readSettings(form: Form): ItemSettings {
	const { options } = form;
	const waiting = form.isTool ? toolWaiting(options) : formWaiting(options);
	const waitForCompletion = form.flag('waitForCompletion');
	const downloadResult = form.flag('downloadResult');
	return {
		waitForCompletion,
		downloadResult,
		outputField: waitForCompletion && downloadResult ? form.text('outputBinaryProperty') : 'data',
		...waiting,
		interval: 1000 * options.number('pollInterval'),
		concurrency: options.number('concurrency'),
		minimumBalance: options.number('minimumBalance'),
		uploadMethod: options.has('uploadMethod')
			? options.option<ItemSettings['uploadMethod']>('uploadMethod')
			: 'signedUpload',
		fileName: options.optionalText('fileName'),
		maxFileBytes: 1024 * 1024 * options.number('maxFileSize'),
		taskKey: options.optionalText('taskKey'),
		taskKeyDays: options.number('taskKeyDays'),
		dryRun: isDryRun(options),
		includeRaw: options.flag('includeRawResponse'),
	};
}

/** Whether 'Dry Run' is on. The option is off until the user adds it, and then on by default. */
export function isDryRun(options: Values): boolean {
	return options.isSet('dryRun') && options.flag('dryRun');
}

type Waiting = Pick<ItemSettings, 'maxWait' | 'answerBy' | 'onTimeout' | 'whileWaiting'>;

function formWaiting(options: Values): Waiting {
	return {
		maxWait: 1000 * options.number('maxWaitTime'),
		onTimeout: options.option<ItemSettings['onTimeout']>('onTimeout'),
		whileWaiting: options.option<ItemSettings['whileWaiting']>('whileWaiting'),
	};
}

/**
 * An agent's tool has a shorter wait time by default, because the agent doesn't wait forever and the model can call
 * the tool again. The user's settings take precedence.
 */
function toolWaiting(options: Values): Waiting {
	const { maxWait, onTimeout, whileWaiting } = formWaiting(options);
	return {
		whileWaiting,
		...(options.isSet('maxWaitTime')
			? { maxWait }
			: { maxWait: TOOL_WAIT, answerBy: clock.now() + TOOL_WAIT }),
		onTimeout: options.isSet('onTimeout') ? onTimeout : 'returnTask',
	};
}
