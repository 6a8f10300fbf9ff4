import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { Failure } from './failure';
import { outputItem } from './result/items';

/** Failures after which further submissions of the same run would fail too, or cost what the user forbade. */
export function stopsTheRest(failure: Failure): boolean {
	return failure.kind === 'credits' || failure.kind === 'credential';
}

/**
 * The item that "Continue" gives instead of a result. It has the key `error` and no other: that is what n8n
 * 1.123 and 2.x both send to the error output.
 */
export function failedItem(failure: Failure, itemIndex: number): INodeExecutionData {
	const text = [`${failure.message} [item ${itemIndex}]`, failure.advice]
		.filter(Boolean)
		.join('. ');
	return outputItem({ error: text }, itemIndex);
}

/**
 * The node's error: what happened and to which item, with what to do in its description.
 * @param paid ids of the tasks that this run has paid for; none of them may get lost
 * @param interrupted items whose submission was on its way when the execution was cancelled
 */
export function nodeError(
	context: IExecuteFunctions,
	failure: Failure,
	itemIndex: number,
	paid: string[],
	interrupted: number[] = [],
): NodeOperationError {
	const open = paid.filter((taskId) => taskId !== failure.taskId);
	// n8n shows an execution as canceled only when the last text says so; it shows no description then.
	const message =
		failure.kind === 'cancelled'
			? `${failure.message}. ${cancelledTasks(open, interrupted)}`
			: `${failure.message} [item ${itemIndex}]`;
	const description = [failure.advice, failure.kind === 'cancelled' ? '' : otherTasks(open)]
		.filter(Boolean)
		.join(' ');
	const error = new NodeOperationError(context.getNode(), message, { description, itemIndex });
	// n8n replaces messages that hold a network code by texts of its own; ours names the item and the task.
	error.message = message;
	return error;
}

function cancelledTasks(open: string[], interrupted: number[]): string {
	const paid = open.length
		? `Already submitted and paid: ${open.join(', ')}. Collect them with the Fotor node, Task → Wait.`
		: 'No task was accepted.';
	if (interrupted.length === 0) return paid;
	const items = interrupted.map((item) => `[item ${item}]`).join(' ');
	return `${paid} Just being submitted, so perhaps accepted: ${items}; look at the balance.`;
}

function otherTasks(open: string[]): string {
	if (open.length === 0) return '';
	return `Tasks of this run that are already paid: ${open.join(', ')}. n8n's Retry of this execution waits for them without paying again; the Fotor node, Task → Wait, collects them too.`;
}
