import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { errorJson } from './errorItem';
import { quoted, type Failure } from './failure';
import { hasManyItems, isTool } from './host';
import { placeOf, placeText, slotOf, type Place } from './place';
import { outputItem } from './result/items';
import { withInputFields } from './result/otherFields';
import { modelText } from './toolFailure';

/** True for a failure after which other submissions in the same run would fail, too. */
export function stopsTheRest(failure: Failure): boolean {
	return failure.kind === 'credits' || failure.kind === 'credential';
}

/** True if failed items go to an error output, where n8n itself adds the input's fields. */
export function hasErrorOutput(context: IExecuteFunctions): boolean {
	return context.getNode().onError === 'continueErrorOutput';
}

/** What messages need to know about the run in which an item failed, if that isn't the context's run. */
interface FailedIn {
	/** True if the run has more than one item. If so, messages must name the item. */
	hasMany: boolean;
	hasErrorOutput: boolean;
}

/**
 * The item that replaces the result of a failed item if the node continues on error. It goes to the regular output or
 * to the error output.
 * @param fields the input's fields that stay with the item
 */
export function failedItem(
	context: IExecuteFunctions,
	failure: Failure,
	place: Place,
	fields?: IDataObject,
	run: FailedIn = { hasMany: hasManyItems(context), hasErrorOutput: hasErrorOutput(context) },
): INodeExecutionData {
	const message = located(failure.message, place, run.hasMany);
	const more = [failure.advice, quoted(failure)].filter(Boolean).join(' ');
	const text = more ? `${message}. ${more}` : message;
	const item = outputItem(errorJson(context, failure, text), place.itemIndex);
	return withInputFields(item, run.hasErrorOutput ? undefined : fields);
}

/** What a run and its earlier attempts may have paid for. */
export interface Paid {
	/** IDs of accepted tasks. */
	taskIds(): string[];
	/** Slots whose submission got no clear answer. */
	unansweredSlots(): string[];
	/** Replaces the usual advice about n8n's Retry. */
	readonly retryAdvice?: string;
}

/**
 * The node's error. Its message says what happened to which item, and its description says what to do. The error names
 * every task and every item that may have been paid for.
 */
export function nodeError(
	context: IExecuteFunctions,
	failure: Failure,
	place: Place,
	paid: Paid,
	many = hasManyItems(context),
): NodeOperationError {
	const isCanceled = failure.kind === 'cancelled';
	if (!isCanceled && isTool(context)) return toolError(context, failure, place, paid);
	const open = paid.taskIds().filter((taskId) => taskId !== failure.taskId);
	// If the failure's task has ended, a retry doesn't wait for that task but submits a new one.
	const isWaitedFor =
		open.length > 0 || (failure.taskId !== undefined && failure.kind !== 'taskEnded');
	const others = paid
		.unansweredSlots()
		.filter((slot) => failure.kind !== 'uncertain' || slot !== slotOf(place));
	// n8n shows an execution as canceled only if the message says so, and then shows no description.
	const message = isCanceled
		? joined([`${failure.message}.`, canceledTasks(open), beingSubmitted(others, many)])
		: located(failure.message, place, many);
	const description = isCanceled
		? ''
		: joined([
				failure.advice,
				otherTasks(open),
				isWaitedFor ? (paid.retryAdvice ?? howToRetry(context)) : '',
				inDoubt(others, many),
				quoted(failure),
			]);
	const { itemIndex } = place;
	const error = new NodeOperationError(context.getNode(), message, { description, itemIndex });
	// n8n replaces a message that contains a network error code with its own text. Our message names the item and the
	// task, so it is put back.
	error.message = message;
	return error;
}

/** Some hosts pass only the message to the model, so the message contains the advice, too. */
function toolError(context: IExecuteFunctions, failure: Failure, { itemIndex }: Place, paid: Paid) {
	const message = modelText(failure, paid.taskIds());
	const error = new NodeOperationError(context.getNode(), message, { itemIndex });
	error.message = message;
	return error;
}

function located(message: string, place: Place, many: boolean): string {
	return joined([message, placeText(place, many)]);
}

function joined(texts: string[]): string {
	return texts.filter(Boolean).join(' ');
}

function canceledTasks(open: string[]): string {
	if (open.length === 0) return 'No task was accepted.';
	return `Already paid for: ${open.join(', ')}. Collect the results with the Fotor node, Task → Wait.`;
}

function beingSubmitted(slots: string[], many: boolean): string {
	if (slots.length === 0) return '';
	return `Still being sent when the execution stopped, and possibly charged: ${listed(slots, many)}. Check your token balance.`;
}

function otherTasks(open: string[]): string {
	if (open.length === 0) return '';
	return `Other tasks in this run are already paid for: ${open.join(', ')}. Collect them with the Fotor node, Task → Wait.`;
}

/**
 * Only a retry of this execution knows which tasks are paid for. A new execution, such as one that a caller starts,
 * pays again.
 */
function howToRetry(context: IExecuteFunctions): string {
	const execution = context.getExecutionId();
	if (context.getMode() === 'integrated') {
		const { name = '' } = context.getWorkflow();
		return `To continue without paying again, retry execution ${execution} of the sub-workflow "${name}", not the workflow that called it.`;
	}
	if (context.getMode() === 'manual') {
		return `To continue without paying again, retry execution ${execution} from the executions list. If you run the step or the workflow again, you pay again.`;
	}
	return 'To continue without paying again, retry this execution.';
}

function inDoubt(slots: string[], many: boolean): string {
	if (slots.length === 0) return '';
	const [them, were] = slots.length > 1 ? ['them', 'they were'] : ['it', 'it was'];
	return `Sent without a clear reply, and possibly charged: ${listed(slots, many)}. A retry does not send ${them} again. Check your token balance, and run ${them} in a new execution if ${were} not charged.`;
}

function listed(slots: string[], many: boolean): string {
	return slots.map((slot) => placeText(placeOf(slot), many) || 'this item').join(' ');
}
