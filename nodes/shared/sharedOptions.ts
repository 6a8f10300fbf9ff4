import type { INodeProperties } from 'n8n-workflow';

/** @param maxWaitTime default of 'Maximum Wait Time', s */
export function sharedOptions(maxWaitTime: number): INodeProperties[] {
	return [
		{
			displayName: 'Concurrent Tasks',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 5,
			description:
				'How many tasks may be in work at Fotor at the same time when the node gets several items. The value of the first item counts.',
		},
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: false,
			description:
				'Whether to only check the items and estimate the price. Nothing is uploaded, sent or paid. Each item shows if it is valid, its price in tokens if known, the balance, and the request.',
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
			displayName: 'Maximum File Size',
			name: 'maxFileSize',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 500,
			description:
				"Largest result to download, in MB. A larger one is not fetched, and 'notice' says so; its address stays in 'resultUrl'.",
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
				'Tokens that this node leaves in the account. Before each task it counts what its own tasks in progress cost (1 token where no price is published). Other workflows that run at the same time are not counted. 0 means no check.',
		},
		{
			displayName: 'Pay Once Per Key',
			name: 'taskKey',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.orderNumber }}',
			description:
				'An order number, a message ID, or any text that names the job. This node pays once for the same key, also in later executions. After that it collects the same task. Empty means off.',
		},
		{
			displayName: 'Poll Interval',
			name: 'pollInterval',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'Seconds between two status checks, at least 1. 0 means automatic: early and often at first, less often later.',
		},
		{
			displayName: 'Remember Keys For (Days)',
			name: 'taskKeyDays',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 3650, numberPrecision: 0 },
			default: 30,
			description: "Days after which a key of 'Pay Once Per Key' may pay again",
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
