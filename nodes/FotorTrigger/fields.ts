import type { INodeProperties } from 'n8n-workflow';

import { FOTOR_ADDRESSES } from '../../fotor/webhook/addresses';
import { ADDRESS_NOTICE } from './addressNotice';

export const FIELDS: INodeProperties[] = [
	{
		displayName:
			'Probably Fotor calls one address per account. Give it the <b>Production URL</b> of this trigger, from the top of this panel. Where it is entered is not documented: look in the settings at <a href="https://developers.fotor.com/dashboard/setting/" target="_blank">developers.fotor.com</a>, or ask Fotor. The workflow must be active (published).',
		name: 'addressNotice',
		type: 'notice',
		default: '',
	},
	ADDRESS_NOTICE,
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: [
			{
				name: 'Task Completed',
				value: 'completed',
				description: 'A task is finished and has a result',
			},
			{
				name: 'Task Failed',
				value: 'failed',
				description: 'A task ended without a result: failed, timed out or cancelled',
			},
			{
				name: 'Task in Progress',
				value: 'inProgress',
				description: 'A task has begun. Fotor documents this status, but perhaps never reports it.',
			},
		],
		default: ['completed', 'failed'],
	},
	{
		displayName: 'Verify With API',
		name: 'verifyWithApi',
		type: 'boolean',
		default: true,
		description:
			"Whether to read the task back from Fotor before the workflow starts. The workflow then gets Fotor's own answer, and calls that somebody else made up are refused, as long as Fotor can be asked. Fotor does not sign its calls.",
	},
	{
		displayName: 'If Verification Is Not Possible',
		name: 'onVerificationUnavailable',
		type: 'options',
		options: [
			{
				name: 'Refuse the Call',
				value: 'reject',
				description:
					"Reply 503, which asks Fotor to send the report again. It isn't documented whether Fotor does.",
			},
			{
				name: 'Start the Workflow',
				value: 'emit',
				description: "Pass on what the call says. The output has 'verified' = false.",
			},
		],
		default: 'reject',
		description: "What to do if Fotor doesn't answer for 10 seconds, or doesn't accept the API key",
		displayOptions: { show: { verifyWithApi: [true] } },
	},
	{
		displayName:
			"Without verification everybody who knows the address can start this workflow with results of their own making. Set a 'Token' or an 'IP Allowlist' in the options.",
		name: 'unverifiedNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { verifyWithApi: [false] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Download Result',
				name: 'downloadResult',
				type: 'boolean',
				default: false,
				description:
					'Whether to fetch the results of completed tasks as files. Only verified results are fetched.',
				displayOptions: { show: { '/verifyWithApi': [true] } },
			},
			{
				displayName: 'Ignore Repeated Calls',
				name: 'deduplicate',
				type: 'boolean',
				default: true,
				description:
					'Whether to start the workflow only once for the same task and event. Best effort; where a repeat costs money, add a check behind the trigger, as in the example Collect with the Trigger.',
			},
			{
				displayName: 'IP Allowlist',
				name: 'ipAllowlist',
				type: 'string',
				default: '',
				placeholder: `e.g. ${FOTOR_ADDRESSES}`,
				hint: `Fotor's page names these two addresses, probably those it calls from: ${FOTOR_ADDRESSES}`,
				description:
					'Addresses or networks (192.0.2.0/24, 2001:db8::/32) that may call, separated by commas. Behind a proxy n8n needs N8N_PROXY_HOPS to see the caller.',
			},
			{
				displayName: 'Put Output File in Field',
				name: 'outputBinaryProperty',
				type: 'string',
				default: 'data',
				hint: 'The name of the output binary field to put the file in',
				displayOptions: { show: { '/verifyWithApi': [true] } },
			},
			{
				displayName: 'Task Types',
				name: 'taskTypes',
				type: 'string',
				default: '',
				placeholder: 'e.g. avatar, imgupscale',
				description:
					"Only tasks of these types start the workflow, separated by commas. Copy them from 'type' of completed items; reports of other types are dropped.",
			},
			{
				displayName: 'Token',
				name: 'token',
				type: 'string',
				typeOptions: { password: true },
				default: '',
				description:
					"Secret of letters and digits that must stand at the end of the address you give to Fotor, as in '?token=your-secret'. Calls without it are refused.",
			},
		],
	},
];
