import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** The fields that limit the wait. Names, choices and defaults are the same as in n8n's Wait node. */
export function limitFields({ show }: IDisplayOptions): INodeProperties[] {
	const limited = { ...show, limitWaitTime: [true] };
	const byInterval = { show: { ...limited, limitType: ['afterTimeInterval'] } };
	return [
		{
			displayName: 'Limit Wait Time',
			name: 'limitWaitTime',
			type: 'boolean',
			default: false,
			description:
				"Whether to continue without masks after a time limit. The items then include 'timedOut': true.",
			displayOptions: { show },
		},
		{
			displayName: 'Limit Type',
			name: 'limitType',
			type: 'options',
			options: [
				{
					name: 'After Time Interval',
					value: 'afterTimeInterval',
					description: 'Waits for a certain amount of time',
				},
				{
					name: 'At Specified Time',
					value: 'atSpecifiedTime',
					description: 'Waits until the set date and time',
				},
			],
			default: 'afterTimeInterval',
			description: 'When to continue without masks',
			displayOptions: { show: limited },
		},
		{
			displayName: 'Amount',
			name: 'resumeAmount',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 2 },
			default: 1,
			description: 'The time to wait. The workflow may continue up to a minute late.',
			displayOptions: byInterval,
		},
		{
			displayName: 'Unit',
			name: 'resumeUnit',
			type: 'options',
			options: [
				{ name: 'Days', value: 'days' },
				{ name: 'Hours', value: 'hours' },
				{ name: 'Minutes', value: 'minutes' },
				{ name: 'Seconds', value: 'seconds' },
			],
			default: 'hours',
			description: "Time unit for 'Amount'",
			displayOptions: byInterval,
		},
		{
			displayName: 'Max Date and Time',
			name: 'maxDateAndTime',
			type: 'dateTime',
			default: '',
			description: "When to continue without masks, in the workflow's time zone",
			displayOptions: { show: { ...limited, limitType: ['atSpecifiedTime'] } },
		},
	];
}
