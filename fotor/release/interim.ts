import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failedItem } from '../nodeError';
import { inputField, outputItem, taskItems } from '../result/items';
import { collectLater, unseen } from '../task/endings';
import { typeOf } from '../task/types';
import { Failure } from '../failure';
import type { SavedTask } from './state';

/** An open task's item while it is waited for: what a user sees of it in the editor, and all there is after a stop. */
export function waitingItem({ job, taskId, submittedAt }: SavedTask): INodeExecutionData {
	const [item] = taskItems(unseen(taskId, submittedAt), typeOf(job.endpoint), false);
	return outputItem({ ...item?.json, ...inputField(job.file) }, job.itemIndex);
}

/**
 * An open task's item if n8n is killed during a status check: n8n then goes on with what the check had put out before.
 * @param continues whether failed items come out as items
 */
export function interruptedItem(
	context: IExecuteFunctions,
	task: SavedTask,
	continues: boolean,
): INodeExecutionData {
	const { job, taskId } = task;
	const what = `n8n ended while it checked task ${taskId}, so the wait was cut short`;
	const next = `The task is paid and may still finish: ${collectLater(taskId)}`;
	if (continues) return failedItem(context, new Failure('lostTrack', what, next, taskId), job);
	const item = waitingItem(task);
	return { ...item, json: { ...item.json, notice: `${what}. ${next}` } };
}
