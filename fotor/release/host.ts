import * as n8nWorkflow from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';

import { isTool } from '../host';
import type { Place } from '../place';
import type { Job } from '../task/types';

/**
 * True if this version of n8n keeps an execution in its database while a sub-execution waits, and resumes the execution
 * even after a crash. Such versions export `WAIT_FOR_SUB_EXECUTION`, the date that marks these executions, and
 * `redactedHeaders` (see errorItem.ts).
 */
const KEEPS_PARENTS = ['WAIT_FOR_SUB_EXECUTION', 'redactedHeaders'].every(
	(name) => name in n8nWorkflow,
);

/**
 * True if this node is in a sub-workflow that was called with only one item. n8n's Execute Sub-workflow node can make
 * one call per item. If several calls wait in the database, that node continues with the result of only one of them.
 */
function isPerItem(context: IExecuteFunctions): boolean {
	const parents = context.getParentNodes(context.getNode().name);
	const start = parents.find(({ type }) => type === 'n8n-nodes-base.executeWorkflowTrigger');
	if (!start) return true;
	const items = `{{ $(${JSON.stringify(start.name)}).all().length }}`;
	return Number(context.evaluateExpression(items, 0)) < 2;
}

/** Modes of executions that someone is waiting on, or that nothing would resume after a wait. */
const HOLDING_MODES = ['chat', 'cli', 'evaluation', 'internal'];

/**
 * Why this run must hold its worker, as the end of a sentence; undefined if the run can release it.
 * @param keepsParents whether this version of n8n can keep a waiting execution in its database
 */
export function whyHeld(
	context: IExecuteFunctions,
	keepsParents = KEEPS_PARENTS,
): string | undefined {
	if (isTool(context)) return 'an agent is waiting for the answer';
	if (!keepsParents) return "this version of n8n can't wait without a worker";
	// n8n's engine 2.0 has no cancel signal and doesn't resume executions.
	const hasSignal = context.getExecutionCancelSignal?.() !== undefined;
	const isSaved = Boolean(context.getWorkflow().id) && Boolean(context.getExecutionId());
	if (!hasSignal || !isSaved || HOLDING_MODES.includes(context.getMode())) {
		return "this kind of execution can't wait without a worker";
	}
	if (context.getMode() === 'integrated' && isPerItem(context)) {
		return 'the sub-workflow was called with one item, and n8n could lose the results of other calls';
	}
	return undefined;
}

/** Endpoints whose tasks return several images. */
const MANY_IMAGES = ['avatar', 'ecommercelistingset'];

/**
 * The reason that output items can't be paired with the right input items after a wait in n8n's database, or undefined
 * if they can. n8n pairs them by position after such a wait.
 * @param jobs all jobs of the run, including refused ones
 */
export function whyUnpaired(jobs: Place[], tasks: Array<Pick<Job, 'path'>>) {
	const isInPlace = jobs.every(({ itemIndex, file }, index) => itemIndex === index && !file);
	if (!isInPlace) return 'an item has several files';
	return tasks.some(({ path }) => givesMany(path)) ? 'a task returns several images' : undefined;
}

/** True if tasks of this type return several images. Accepts either the type or an API path that ends with the type. */
export function givesMany(typeOrPath: string): boolean {
	const [path = ''] = typeOrPath.split('?');
	return MANY_IMAGES.includes(path.split('/').filter(Boolean).pop() ?? '');
}
