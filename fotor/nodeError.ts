import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { errorJson } from './errorItem';
import type { Failure } from './failure';
import { isTool } from './host';
import { placeOf, placeText, slotOf, type Place } from './place';
import { outputItem } from './result/items';
import { modelText } from './toolFailure';

/** Failures after which further submissions of the same run would fail too. */
export function stopsTheRest(failure: Failure): boolean {
	return failure.kind === 'credits' || failure.kind === 'credential';
}

/** The item that "Continue" gives instead of a result, or sends to the error output. */
export function failedItem(
	context: IExecuteFunctions,
	failure: Failure,
	place: Place,
): INodeExecutionData {
	const text = [`${failure.message} ${placeText(place)}`, failure.advice]
		.filter(Boolean)
		.join('. ');
	return outputItem(errorJson(context, failure, text), place.itemIndex);
}

/** What a run and its earlier tries may have paid. */
export interface Paid {
	/** IDs of accepted tasks. */
	taskIds(): string[];
	/** Slots whose submission has no clear answer. */
	unansweredSlots(): string[];
	/** What n8n's Retry can do, where that is not the usual. */
	readonly retryAdvice?: string;
}

/**
 * The node's error: what happened to which item, and in its description what to do. It names every task and every item
 * that may be paid.
 */
export function nodeError(
	context: IExecuteFunctions,
	failure: Failure,
	place: Place,
	paid: Paid,
): NodeOperationError {
	const isCanceled = failure.kind === 'cancelled';
	if (!isCanceled && isTool(context)) return toolError(context, failure, place, paid);
	const open = paid.taskIds().filter((taskId) => taskId !== failure.taskId);
	// A task that ended is submitted anew by a retry.
	const isWaitedFor =
		open.length > 0 || (failure.taskId !== undefined && failure.kind !== 'taskEnded');
	const others = paid
		.unansweredSlots()
		.filter((slot) => failure.kind !== 'uncertain' || slot !== slotOf(place));
	// n8n shows an execution as canceled only if the message says so, and then it shows no description.
	const message = isCanceled
		? [`${failure.message}.`, canceledTasks(open), beingSubmitted(others)].filter(Boolean).join(' ')
		: `${failure.message} ${placeText(place)}`;
	const description = isCanceled
		? ''
		: [failure.advice, otherTasks(open), isWaitedFor ? (paid.retryAdvice ?? howToRetry(context)) : '', inDoubt(others)]
				.filter(Boolean)
				.join(' ');
	const { itemIndex } = place;
	const error = new NodeOperationError(context.getNode(), message, { description, itemIndex });
	// n8n replaces messages that hold a network code by texts of its own; ours names the item and the task.
	error.message = message;
	return error;
}

/** Some hosts hand only the message to the model, so it holds the advice, too. */
function toolError(context: IExecuteFunctions, failure: Failure, { itemIndex }: Place, paid: Paid) {
	const message = modelText(failure, paid.taskIds());
	const error = new NodeOperationError(context.getNode(), message, { itemIndex });
	error.message = message;
	return error;
}

function canceledTasks(open: string[]): string {
	if (open.length === 0) return 'No task was accepted.';
	return `Already submitted and paid: ${open.join(', ')}. Collect them with the Fotor node, Task → Wait.`;
}

function beingSubmitted(slots: string[]): string {
	if (slots.length === 0) return '';
	return `Just being submitted, so perhaps accepted: ${listed(slots)}; look at the balance.`;
}

function otherTasks(open: string[]): string {
	if (open.length === 0) return '';
	return `Tasks of this run that are already paid: ${open.join(', ')}. The Fotor node, Task → Wait, collects them too.`;
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

function inDoubt(slots: string[]): string {
	if (slots.length === 0) return '';
	return `Sent without a clear answer, so perhaps paid: ${listed(slots)}. Retry does not send them again: compare the balance, and run them in a new execution if they were not charged.`;
}

function listed(slots: string[]): string {
	return slots.map((slot) => placeText(placeOf(slot))).join(' ');
}
