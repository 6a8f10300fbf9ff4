import { toolDescriptionField } from '../shared/toolDescription';

const of = (resource: string, operation: string, text: string, waits?: boolean) =>
	toolDescriptionField(text, {
		resource: [resource],
		operation: [operation],
		...(waits === undefined ? {} : { waitForCompletion: [waits] }),
	});

/** Tool descriptions that tell a model what each operation does. */
export const TOOL_DESCRIPTIONS = [
	of('task', 'get', 'Check a Fotor task by its ID. Returns its status and result URL. Free.'),
	of(
		'task',
		'wait',
		'Wait for a Fotor task by its ID. Returns its status and result URL, or status inProgress if it is not finished in time. Free.',
	),
	of(
		'task',
		'submit',
		'Submit any Fotor task by endpoint path and JSON body. Returns its status and result URL, or status inProgress and the task ID. Costs tokens.',
		true,
	),
	of(
		'task',
		'submit',
		'Submit any Fotor task by endpoint path and JSON body. Returns its task ID at once, not the result. Costs tokens.',
		false,
	),
	of(
		'account',
		'getBalance',
		'Check how many Fotor tokens are allocated to the account and how many are left. Free.',
	),
	of(
		'account',
		'getRechargeLinks',
		'List the Fotor token packages with prices and payment links. Free.',
	),
	of(
		'account',
		'createTemporaryToken',
		"Create an editor token for Fotor's embeddable AI editor. Free.",
	),
];
