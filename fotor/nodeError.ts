import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { Failure } from './failure';
import { isTool } from './host';
import { outputItem } from './result/items';
import { modelText } from './toolFailure';

/** Failures after which further submissions of the same run would fail too. */
export function stopsTheRest(failure: Failure): boolean {
	return failure.kind === 'credits' || failure.kind === 'credential';
}

/**
 * The item that "Continue" gives instead of a result. It has the key `error` and no other, which n8n 1.123 and 2.x both
 * send to the error output.
 */
export function failedItem(failure: Failure, itemIndex: number): INodeExecutionData {
	const text = [`${failure.message} [item ${itemIndex}]`, failure.advice]
		.filter(Boolean)
		.join('. ');
	return outputItem({ error: text }, itemIndex);
}

/** What a run and its earlier tries may have paid. */
export interface Paid {
	/** IDs of accepted tasks. */
	taskIds(): string[];
	/** Items whose submission has no clear answer. */
	unansweredItems(): number[];
}

/**
 * The node's error: what happened to which item, and in its description what to do. It names every task and every item
 * that may be paid.
 */
export function nodeError(
	context: IExecuteFunctions,
	failure: Failure,
	itemIndex: number,
	paid: Paid,
): NodeOperationError {
	const isCanceled = failure.kind === 'cancelled';
	if (!isCanceled && isTool(context)) return toolError(context, failure, itemIndex, paid);
	const open = paid.taskIds().filter((taskId) => taskId !== failure.taskId);
	const others = paid
		.unansweredItems()
		.filter((item) => failure.kind !== 'uncertain' || item !== itemIndex);
	// n8n shows an execution as canceled only if the message says so, and then it shows no description.
	const message = isCanceled
		? [`${failure.message}.`, canceledTasks(open), beingSubmitted(others)].filter(Boolean).join(' ')
		: `${failure.message} [item ${itemIndex}]`;
	const description = isCanceled
		? ''
		: [failure.advice, otherTasks(context, open), inDoubt(others)].filter(Boolean).join(' ');
	const error = new NodeOperationError(context.getNode(), message, { description, itemIndex });
	// n8n replaces messages that hold a network code by texts of its own; ours names the item and the task.
	error.message = message;
	return error;
}

/** Some hosts hand only the message to the model, so it holds the advice, too. */
function toolError(context: IExecuteFunctions, failure: Failure, itemIndex: number, paid: Paid) {
	const message = modelText(failure, paid.taskIds());
	const error = new NodeOperationError(context.getNode(), message, { itemIndex });
	error.message = message;
	return error;
}

function canceledTasks(open: string[]): string {
	if (open.length === 0) return 'No task was accepted.';
	return `Already submitted and paid: ${open.join(', ')}. Collect them with the Fotor node, Task → Wait.`;
}

function beingSubmitted(items: number[]): string {
	if (items.length === 0) return '';
	return `Just being submitted, so perhaps accepted: ${listed(items)}; look at the balance.`;
}

function otherTasks(context: IExecuteFunctions, open: string[]): string {
	if (open.length === 0) return '';
	return `Tasks of this run that are already paid: ${open.join(', ')}. ${howToRetry(context)} The Fotor node, Task → Wait, collects them too.`;
}

/** Only a retry of this very execution has its notes: a new one, as a calling workflow starts it, pays again. */
function howToRetry(context: IExecuteFunctions): string {
	const execution = context.getExecutionId();
	if (context.getMode() === 'integrated') {
		const { name = '' } = context.getWorkflow();
		return `To go on without paying again, retry execution ${execution} of the sub-workflow "${name}", not the workflow that called it.`;
	}
	if (context.getMode() === 'manual') {
		return `To go on without paying again, retry execution ${execution} from the executions list; executing the step or the workflow anew pays again.`;
	}
	return "n8n's Retry of this execution waits for them without paying again.";
}

function inDoubt(items: number[]): string {
	if (items.length === 0) return '';
	return `Sent without a clear answer, so perhaps paid: ${listed(items)}. Retry does not send them again: compare the balance, and run them in a new execution if they were not charged.`;
}

function listed(items: number[]): string {
	return items.map((item) => `[item ${item}]`).join(' ');
}
