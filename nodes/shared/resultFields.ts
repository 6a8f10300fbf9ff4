import type { INodeProperties } from 'n8n-workflow';

import { sharedOptions } from './sharedOptions';

/** Defaults of 'Maximum Wait Time', s. The official SDK waits 1200 s (API reference, section 5). */
export const MAX_WAIT = { picture: 600, video: 1800 };

export interface ResultFieldOptions {
	/** Default of 'Maximum Wait Time', s. */
	maxWaitTime?: number;
	/** The tool's own options, sorted in among the shared ones. */
	ownOptions?: INodeProperties[];
	/** The word for a result: "picture", "video". */
	result?: string;
	/** Limits the fields to one operation of a node. */
	show?: Record<string, string[]>;
	/** Leaves out 'Wait for Completion'. */
	alwaysWaits?: boolean;
	/** Names of shared options to leave out. */
	without?: string[];
}

/** Waiting, output and options: the last fields of every tool's form. `readSettings` reads them. */
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
