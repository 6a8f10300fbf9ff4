import type { INodeProperties } from 'n8n-workflow';

/** @param maxWaitTime the default of 'Maximum Wait Time', in seconds */
export function sharedOptions(maxWaitTime: number): INodeProperties[] {
	return [
		{
			displayName: 'Concurrent Tasks',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 5,
			description:
				"Maximum number of tasks to run in parallel. The first item's value applies to all items.",
		},
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			// On as soon as it is added, because users add this option to avoid paying.
			default: true,
			description:
				'Whether to only check the items and estimate the price. Nothing is uploaded or sent, and you pay nothing. Each output item shows whether the item is valid, its price in tokens if known, the balance, and the request.',
		},
		{
			displayName: 'Extra Body Fields',
			name: 'extraBodyFields',
			type: 'json',
			default: '{}',
			description:
				"JSON object with fields that aren't in this form. These fields are added last and replace fields with the same name.",
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. result.png',
			description:
				"Name of the output file. If empty, the name is the input's name plus a suffix for the tool, such as bottle-no-background.png.",
		},
		{
			displayName: 'Include Other Input Fields',
			name: 'includeOtherFields',
			type: 'boolean',
			default: false,
			description:
				"Whether to keep the input's fields in the output. A result field replaces an input field with the same name.",
		},
		{
			displayName: 'Include Raw Response',
			name: 'includeRawResponse',
			type: 'boolean',
			default: false,
			description: "Whether to add Fotor's unchanged reply to the output as 'raw'",
		},
		{
			displayName: 'Maximum File Size (MB)',
			name: 'maxFileSize',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 500,
			description:
				"Largest result to download. A larger result isn't downloaded, and the output contains a 'notice' and the 'resultUrl' instead.",
		},
		{
			displayName: 'Maximum Wait Time (Seconds)',
			name: 'maxWaitTime',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: maxWaitTime,
			description: 'How long to wait for a task',
		},
		{
			displayName: 'Minimum Balance',
			name: 'minimumBalance',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				"Tokens to leave in the account. The check covers only this node's tasks and counts a task with an unknown price as 1 token. 0 = no check.",
		},
		{
			displayName: 'Pay Once Per Key',
			name: 'taskKey',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.orderNumber }}',
			description:
				'An order number, a message ID, or any other text that identifies the job. The node pays once per key, even across executions, and collects the same task after that.',
		},
		{
			displayName: 'Poll Interval (Seconds)',
			name: 'pollInterval',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'Time between status checks, 1 or more. 0 = automatic.',
		},
		{
			displayName: 'Remember Keys For (Days)',
			name: 'taskKeyDays',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 3650, numberPrecision: 0 },
			default: 30,
			description:
				"Number of days before the node can pay again for the same 'Pay Once Per Key' key",
		},
		{
			displayName: 'Upload Method',
			name: 'uploadMethod',
			type: 'options',
			options: [
				{
					name: 'Base64',
					value: 'base64',
					description: 'Send files inside the request, up to 10 MB. This uses more memory.',
				},
				{
					name: 'Signed Upload',
					value: 'signedUpload',
					description: "Stream files to Fotor's storage before sending the task",
				},
			],
			default: 'signedUpload',
			description: 'How to send files to Fotor',
		},
		{
			displayName: 'On Timeout',
			name: 'onTimeout',
			type: 'options',
			options: [
				{
					name: 'Fail and Name the Task ID',
					value: 'error',
					description: 'Fail the item. The message includes the task ID.',
				},
				{
					name: 'Return Task',
					value: 'returnTask',
					description: "Continue with the task ID and the status 'inProgress'",
				},
			],
			default: 'error',
			description: "What to do with a task that isn't finished after 'Maximum Wait Time'",
		},
		{
			displayName: 'While Waiting',
			name: 'whileWaiting',
			type: 'options',
			options: [
				{
					name: 'Hold the Execution',
					value: 'hold',
					description: 'Keep the execution running until the task is finished',
				},
				{
					name: 'Release the Worker',
					value: 'release',
					description:
						"After a minute (immediately for videos), the execution waits in n8n's database. It holds no worker and survives a restart. Results arrive up to 70 seconds late.",
				},
			],
			default: 'hold',
			description:
				"What n8n does during a wait of more than a minute. 'Release the Worker' needs n8n 2.36 or later and one image per input item.",
		},
	];
}
