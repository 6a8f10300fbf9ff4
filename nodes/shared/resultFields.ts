import type { INodeProperties } from 'n8n-workflow';

import { sharedOptions } from './sharedOptions';

/** Defaults of 'Maximum Wait Time', in seconds. The official SDK waits 1200 s (API reference, section 5). */
export const MAX_WAIT = { picture: 600, video: 1800 };

export interface ResultFieldOptions {
	/** Default of 'Maximum Wait Time', in seconds. */
	maxWaitTime?: number;
	/** The tool's own options, which are sorted together with the shared ones. */
	ownOptions?: INodeProperties[];
	/** The word for a result, such as "image" or "video". */
	result?: string;
	/** Limits the fields to one operation of a node. */
	show?: Record<string, string[]>;
	/** True to leave out 'Wait for Completion'. */
	alwaysWaits?: boolean;
	/** Names of shared options to leave out. */
	without?: string[];
}

/** The last fields of every tool's form: waiting, output and options. `readSettings` reads them. */
export function resultFields({
	maxWaitTime = MAX_WAIT.picture,
	ownOptions = [],
	result = 'image',
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
		description: `Whether to wait until the ${result} is ready. If off, the node returns the task ID at once. Collect the result later with Fotor → Task → Wait or the Fotor Trigger.`,
		displayOptions: { show },
	};
	return [
		...(alwaysWaits ? [] : [wait]),
		{
			displayName: 'Download Result',
			name: 'downloadResult',
			type: 'boolean',
			default: true,
			description: `Whether to save the finished ${result} as a file. The output contains the result URL either way, but the URL may expire.`,
			displayOptions: { show: waiting },
		},
		{
			displayName: 'Put Output File in Field',
			name: 'outputBinaryProperty',
			type: 'string',
			required: true,
			default: 'data',
			hint: 'The name of the output binary field to put the file in',
			description: 'Later nodes find the file under this name',
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
				.map((option) => whereItApplies(option, alwaysWaits))
				.sort((a, b) => a.displayName.localeCompare(b.displayName)),
		},
	];
}

/** Options that have no effect unless the node waits. */
const FOR_WAITING = ['maxWaitTime', 'onTimeout', 'pollInterval', 'whileWaiting'];
/** Options that have no effect unless the result is downloaded. */
const FOR_FILES = ['fileName', 'maxFileSize'];

/** Hides an option where it doesn't apply. */
function whereItApplies(option: INodeProperties, alwaysWaits: boolean): INodeProperties {
	const forFiles = FOR_FILES.includes(option.name);
	const show = {
		...(!alwaysWaits && (forFiles || FOR_WAITING.includes(option.name)) ? WAITS : {}),
		...(forFiles ? { '/downloadResult': [true] } : {}),
	};
	return Object.keys(show).length ? { ...option, displayOptions: { show } } : option;
}

const WAITS = { '/waitForCompletion': [true] };
