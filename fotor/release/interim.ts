import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failedItem } from '../nodeError';
import { inputField, outputItem, taskItems } from '../result/items';
import { collectLater, unseen } from '../task/endings';
import { typeOf } from '../task/types';
import { Failure } from '../failure';
import { withInputFields } from '../result/otherFields';
import type { ReleasedRun, SavedJob, SavedTask } from './state';

/**
 * An open task's item while the execution waits. The user sees this item in the editor, and it is all that is left if
 * the execution is stopped.
 */
export function waitingItem({
	job,
	taskId,
	submittedAt,
}: Pick<SavedTask, 'job' | 'taskId' | 'submittedAt'>): INodeExecutionData {
	const [item] = taskItems(unseen(taskId, submittedAt), typeOf(job.endpoint), false);
	return outputItem({ ...item?.json, ...inputField(job.file) }, job.itemIndex);
}

/**
 * The item to output for an open task if n8n is killed during a status check: n8n then continues with the previous
 * check's output.
 */
export function interruptedItem(
	context: IExecuteFunctions,
	task: SavedTask,
	run: ReleasedRun,
	fields: IDataObject | undefined,
): INodeExecutionData[] {
	const { job, taskId } = task;
	const what = `n8n stopped while it was checking task ${taskId}, so the wait was cut short`;
	const next = `The task is paid for and may still finish: ${collectLater(taskId)}`;
	if (run.continues) {
		return failedOf(context, new Failure('lostTrack', what, next, taskId), job, run, fields);
	}
	const item = waitingItem(task);
	const json = { ...item.json, notice: `${what}. ${next}` };
	return [withInputFields({ ...item, json }, fields)];
}

/**
 * The item of a task that failed.
 * @param fields the input's fields that stay with the item
 */
export function failedOf(
	context: IExecuteFunctions,
	failure: Failure,
	job: SavedJob,
	{ order, hasErrorOutput }: ReleasedRun,
	fields: IDataObject | undefined,
): INodeExecutionData[] {
	const run = { hasMany: order.length > 1, hasErrorOutput };
	return [failedItem(context, failure, job, fields, run)];
}
