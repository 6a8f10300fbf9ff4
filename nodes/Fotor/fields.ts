import type { INodeProperties } from 'n8n-workflow';

import { MAX_WAIT, resultFields } from '../shared/resultFields';
import { CATALOG_FIELDS } from './catalog';
import { TOOL_DESCRIPTIONS } from './toolDescriptions';

const shownFor = (resource: string, ...operation: string[]) => ({
	show: { resource: [resource], operation },
});

/**
 * Finds the task ID in a result or a failed item. n8n copies the input's fields into a failed item, so the item's
 * `taskId` may come from an earlier node. Only `details` and the error text of a failed item are reliable.
 */
const TASK_ID =
	'={{ $json.error ? $json.details?.taskId ?? String($json.error).match(/task (?:ID )?([\\w-]*\\d[\\w-]*)/i)?.[1] : $json.taskId }}';

export const FIELDS: INodeProperties[] = [
	...TOOL_DESCRIPTIONS,
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Account', value: 'account' },
			{ name: 'Catalog', value: 'catalog' },
			{ name: 'Task', value: 'task' },
		],
		default: 'task',
		description: 'What to work with',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['task'] } },
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get task',
				description: 'Check a task once and return its status and result URL',
			},
			{
				name: 'Submit',
				value: 'submit',
				action: 'Submit task',
				description: 'Submit any task by path and JSON body',
			},
			{
				name: 'Wait',
				value: 'wait',
				action: 'Wait for task',
				description: 'Wait until submitted tasks finish, and collect their results',
			},
		],
		default: 'wait',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['account'] } },
		options: [
			{
				name: 'Create Editor Token',
				value: 'createTemporaryToken',
				action: 'Create editor token',
				description: "Create an editor token for Fotor's embeddable AI editor",
			},
			{
				name: 'Get Balance',
				value: 'getBalance',
				action: 'Get token balance',
				description: 'Check how many tokens are allocated to the account and how many are left',
			},
			{
				name: 'Get Top-Up Links',
				value: 'getRechargeLinks',
				action: 'Get top up links',
				description: 'List the token packages with their prices and payment links',
			},
		],
		default: 'getBalance',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['catalog'] } },
		options: [
			{
				name: 'Get Models',
				value: 'getModels',
				action: 'Get models',
				description: 'List image and video models with their limits. Free.',
			},
			{
				name: 'Get Styles',
				value: 'getStyles',
				action: 'Get styles',
				description: "List the tools' styles with their IDs and previews. Free.",
			},
		],
		default: 'getStyles',
	},
	...CATALOG_FIELDS,
	{
		displayName: 'Task ID',
		name: 'taskId',
		type: 'string',
		required: true,
		default: TASK_ID,
		description:
			'ID of the task. The default finds the ID in the input item, even if the item comes from an error output.',
		displayOptions: shownFor('task', 'get', 'wait'),
	},
	{
		displayName: 'Released Run',
		name: 'released',
		type: 'hidden',
		default: '',
		description: "Set only in the sub-workflow that 'Release the Worker' starts",
		displayOptions: shownFor('task', 'wait'),
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		displayOptions: shownFor('task', 'get'),
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. /v1/aiart/imgupscale',
		hint: "You pay the tool's usual price for this task",
		description: "Endpoint path from Fotor's documentation, starting with /v1/",
		displayOptions: shownFor('task', 'submit'),
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'json',
		required: true,
		default: '{}',
		description: 'The request as a JSON object, with images as public URLs or data URIs',
		displayOptions: shownFor('task', 'submit'),
	},
	{
		displayName: 'Valid For (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 3600,
		description: 'Time until the editor token expires',
		displayOptions: shownFor('account', 'createTemporaryToken'),
	},
	...resultFields({
		show: { resource: ['task'], operation: ['submit'] },
		maxWaitTime: MAX_WAIT.video,
		result: 'result',
		without: ['uploadMethod', 'extraBodyFields'],
	}),
	...resultFields({
		show: { resource: ['task'], operation: ['wait'] },
		alwaysWaits: true,
		maxWaitTime: MAX_WAIT.video,
		result: 'result',
		without: [
			'uploadMethod',
			'extraBodyFields',
			'minimumBalance',
			'taskKey',
			'taskKeyDays',
			'dryRun',
		],
	}),
];
