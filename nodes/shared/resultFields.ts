import type { INodeProperties } from 'n8n-workflow';

import { Failure } from '../../fotor/failure';
import type { ItemSettings } from '../../fotor/task/types';
import { checkNumber, type Form } from './form';

/** Longest wait for pictures and for videos, s (API reference, section 5: the SDK waits 1200 s). */
export const MAX_WAIT = { picture: 600, video: 1800 };

export interface ResultFieldOptions {
	/** Default of 'Maximum Wait Time', s. */
	maxWaitTime?: number;
	/** Options of the tool itself, shown among the shared ones. */
	ownOptions?: INodeProperties[];
	/** What a result is called: "picture", "video". */
	result?: string;
	/** Where the fields belong to one operation of a node only. */
	show?: Record<string, string[]>;
	/** Leave out 'Wait for Completion', where waiting is all there is to do. */
	alwaysWaits?: boolean;
	/** Names of options that mean nothing here. */
	without?: string[];
}

/** Waiting, output and options: the last fields of every tool's form. */
export function resultFields({
	maxWaitTime = MAX_WAIT.picture,
	ownOptions = [],
	result = 'picture',
	show = {},
	alwaysWaits = false,
	without = [],
}: ResultFieldOptions = {}): INodeProperties[] {
	const waiting = alwaysWaits ? show : { ...show, waitForCompletion: [true] };
	const wait: INodeProperties = {
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: true,
		description: `Whether to wait until the ${result} is finished. If not, the task ID is returned at once and the result can be collected later with Fotor → Task → Wait or the Fotor Trigger.`,
		displayOptions: { show },
	};
	return [
		...(alwaysWaits ? [] : [wait]),
		{
			displayName: 'Download Result',
			name: 'downloadResult',
			type: 'boolean',
			default: true,
			description: `Whether to fetch the finished ${result} as a file. Its address is in the output either way, but it may not live forever.`,
			displayOptions: { show: waiting },
		},
		{
			displayName: 'Put Output File in Field',
			name: 'outputBinaryProperty',
			type: 'string',
			required: true,
			default: 'data',
			hint: 'The name of the output binary field to put the file in',
			description: 'Name of the binary field of the output item that gets the file',
			displayOptions: { show: { ...waiting, downloadResult: [true] } },
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			displayOptions: { show },
			options: [...ownOptions, ...sharedOptions(maxWaitTime)]
				.filter((option) => !without.includes(option.name))
				.sort((a, b) => a.displayName.localeCompare(b.displayName)),
		},
	];
}

function sharedOptions(maxWaitTime: number): INodeProperties[] {
	return [
		{
			displayName: 'Concurrent Tasks',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 5,
			description:
				'How many tasks may be in work at Fotor at the same time when the node gets several items. The value of the first item counts.',
		},
		{
			displayName: 'Extra Body Fields',
			name: 'extraBodyFields',
			type: 'json',
			default: '{}',
			description:
				'JSON object whose fields are added to the request last, for what Fotor offers and this form does not. They replace fields of the same name.',
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. result.png',
			description: 'Name of the output file. Without it the tool and the task ID make the name.',
		},
		{
			displayName: 'Include Raw Response',
			name: 'includeRawResponse',
			type: 'boolean',
			default: false,
			description: "Whether to add Fotor's own task data to the output in the field 'raw'",
		},
		{
			displayName: 'Maximum Wait Time',
			name: 'maxWaitTime',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: maxWaitTime,
			description: 'Longest time to wait for a task, in seconds',
		},
		{
			displayName: 'Minimum Balance',
			name: 'minimumBalance',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				"Tokens that the account must have before anything is submitted, so that a scheduled workflow can't drain it. 0 means no check.",
		},
		{
			displayName: 'Poll Interval',
			name: 'pollInterval',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'Seconds between two looks at a task. 0 means automatic: early and often at first, less often later.',
		},
		{
			displayName: 'Upload Method',
			name: 'uploadMethod',
			type: 'options',
			options: [
				{
					name: 'Base64',
					value: 'base64',
					description: 'Send files inside the request; up to 10 MB, uses more memory',
				},
				{
					name: 'Signed Upload',
					value: 'signedUpload',
					description: "Stream files to Fotor's storage first",
				},
			],
			default: 'signedUpload',
			description: 'How files get to Fotor',
		},
		{
			displayName: 'When Time Is Over',
			name: 'onTimeout',
			type: 'options',
			options: [
				{
					name: 'Return Task',
					value: 'returnTask',
					description: "Go on with the task ID and status 'inProgress'",
				},
				{
					name: 'Stop With a Message',
					value: 'error',
					description: 'Stop the item; the message names the task ID',
				},
			],
			default: 'error',
			description: "What to do with a task that is not finished after 'Maximum Wait Time'",
		},
	];
}

/**
 * Reads what {@link resultFields} shows.
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

/**
 * A JSON object that the user typed or an expression gave.
 * @throws Failure which says where the JSON breaks off
 */
export function parseObject(value: unknown, label: string): Record<string, unknown> {
	const { parsed, reason } = parseJson(value);
	if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
		return parsed as Record<string, unknown>;
	}
	throw new Failure(
		'input',
		`'${label}' is not a JSON object${reason ? ` (${reason})` : ''}`,
		`Write '${label}' like this: {"field": "value"}. Names and texts are in double quotes, and the last field has no comma after it.`,
	);
}

function parseJson(value: unknown): { parsed?: unknown; reason?: string } {
	if (typeof value !== 'string') return { parsed: value };
	if (!value.trim()) return { parsed: {} };
	try {
		return { parsed: JSON.parse(value) as unknown };
	} catch (thrown) {
		return { reason: (thrown as Error).message };
	}
}
