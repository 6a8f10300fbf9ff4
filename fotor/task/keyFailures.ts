import { Failure, unpaid } from '../failure';
import { clean } from '../values';
import type { TaskKey } from './keyNames';

function shown({ text }: TaskKey): string {
	return clean(text).slice(0, 80);
}

/** The failure for a key that was used before, but whose task ID n8n doesn't have. */
export function used(key: TaskKey): Failure {
	return new Failure(
		'notSent',
		`The key "${shown(key)}" in 'Pay Once Per Key' was used before, but n8n doesn't have its task ID`,
		unpaid(
			"Another execution may be paying with this key right now, or n8n may have lost the task ID because it stopped or ran executions in parallel. Find the task ID in this workflow's executions, and collect the task with the Fotor node, Task → Wait. To pay again, use another key.",
		),
		undefined,
		undefined,
		'Nothing was charged for this call. Do not repeat the call with this key. If you know the task ID, call the Fotor tool "Task → Wait" or "Task → Get" with it. Both are free. Otherwise, ask the user whether to pay again; if so, call with another key.',
	);
}

/** The failure for a key that another call is using to pay for a task. */
export function busy(key: TaskKey): Failure {
	return new Failure(
		'notSent',
		`Another call with the key "${shown(key)}" in 'Pay Once Per Key' is in progress`,
		unpaid("Call again in a minute to get the other call's task."),
	);
}

/** The failure for a key that can't be looked up in n8n's store. */
export function unavailable(key: TaskKey, thrown: unknown): Failure {
	const reason = thrown instanceof Error ? clean(thrown.message) : '';
	return new Failure(
		'notSent',
		`'Pay Once Per Key' can't look up the key "${shown(key)}" in n8n's store`,
		unpaid(
			"Save the workflow and run it in n8n itself, because n8n keeps the keys with the saved workflow. Or clear 'Pay Once Per Key'.",
		),
		undefined,
		reason,
		"Nothing was charged. Tell the user: 'Pay Once Per Key' works only in a saved workflow. Clear this field, or save the workflow.",
	);
}
