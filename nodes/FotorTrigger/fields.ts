import type { INodeProperties } from 'n8n-workflow';

import { FOTOR_ADDRESSES } from '../../fotor/webhook/addresses';
import { ADDRESS_NOTICE } from './addressNotice';

/**
 * Sends form data, because JSON would need different quotes on Windows. The notice shows the command as a list item,
 * because n8n's notices allow only lists and links.
 */
const TEST_CALL = 'curl "TEST_URL" -d taskId=TASK_ID -d status=1';

export const FIELDS: INodeProperties[] = [
	{
		displayName: `<ul>
<li>First, publish (activate) the workflow.</li>
<li>Then open 'Webhook URLs' above and copy the Production URL.</li>
<li>Finally, give it to Fotor. Fotor doesn't document where to enter it: look in <a href="https://developers.fotor.com/dashboard/setting/" target="_blank">your settings</a>, or ask Fotor.</li>
</ul>Fotor probably calls only one URL per account.`,
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
				description: 'A task failed, timed out or was canceled, so it has no result',
			},
			{
				name: 'Task in Progress',
				value: 'inProgress',
				description: 'A task has started. Fotor documents this status, but might never report it.',
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
			"Whether to read the task from Fotor before the workflow starts. Fotor doesn't sign its calls, so this keeps forged ones out.",
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
					"Reply with 503, which asks Fotor to send the report again. Fotor doesn't document whether it does.",
			},
			{
				name: 'Start the Workflow',
				value: 'emit',
				description: "Pass along what the call says. In the output, 'verified' is false.",
			},
		],
		default: 'reject',
		description:
			"What to do if Fotor doesn't reply within 10 seconds, or doesn't accept the API key",
		displayOptions: { show: { verifyWithApi: [true] } },
	},
	{
		displayName:
			"Without verification, anyone who knows the URL can start this workflow with forged results. Add the 'Secret' or 'IP Allowlist' option.",
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
					'Whether to download the results of completed tasks as files. Only verified results are downloaded.',
				displayOptions: { show: { '/verifyWithApi': [true] } },
			},
			{
				displayName: 'Ignore Repeated Calls',
				name: 'deduplicate',
				type: 'boolean',
				default: true,
				description:
					"Whether to start the workflow only once per task and event. Best effort: if a repeat would cost you money, add a check after the trigger, as in the 'Collect with the trigger' example.",
			},
			{
				displayName: 'IP Allowlist',
				name: 'ipAllowlist',
				type: 'string',
				default: '',
				placeholder: `e.g. ${FOTOR_ADDRESSES}`,
				hint: `Fotor's documentation lists these two IP addresses, probably the ones Fotor calls from: ${FOTOR_ADDRESSES}`,
				description:
					"Comma-separated IP addresses or networks (192.0.2.0/24, 2001:db8::/32) that may call the trigger. Behind a proxy, n8n needs N8N_PROXY_HOPS to see the caller's IP address.",
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
				displayName: 'Secret',
				name: 'token',
				type: 'string',
				typeOptions: { password: true },
				default: '',
				description:
					"Letters and digits at the end of the URL that you give to Fotor, as in '?token=your-secret'. Calls without the secret are refused.",
			},
			{
				displayName: 'Task Types',
				name: 'taskTypes',
				type: 'string',
				default: '',
				placeholder: 'e.g. avatar, imgupscale',
				description:
					"Comma-separated task types that start the workflow. Reports on tasks of other types are dropped. Copy the types from the 'type' field of completed items.",
			},
		],
	},
	{
		displayName: `To test, click 'Execute step' and run this command in a terminal, with your Test URL and the ID of one of your tasks:<ul><li>${TEST_CALL}</li></ul>`,
		name: 'testCallNotice',
		type: 'notice',
		default: '',
	},
];
