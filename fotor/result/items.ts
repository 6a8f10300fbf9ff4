import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { ResultFile, TaskDetails, TaskStatus } from '../task/details';
import { sharesOf } from './shares';

/** The `json` of every item that a tool returns. */
export interface TaskItem extends IDataObject {
	status: TaskStatus | 'submitted';
	resultUrl: string | null;
	/**
	 * The item's share of the task's cost; null until Fotor reports the cost. The shares of a task's items add up to
	 * its cost.
	 */
	tokensUsed: number | null;
	taskId: string;
	type: string | null;
	/** ISO 8601 */
	createdAt: string | null;
	/** ISO 8601 */
	updatedAt: string | null;
	sensitiveContent: boolean;
	resultUrls: string[];
}

/** The item of a task that was submitted without waiting for it to finish. */
export function submittedItem(taskId: string, type: string, submittedAt: number): TaskItem {
	return {
		status: 'submitted',
		resultUrl: null,
		tokensUsed: null,
		taskId,
		type,
		createdAt: new Date(submittedAt).toISOString(),
		updatedAt: null,
		sensitiveContent: false,
		resultUrls: [],
	};
}

/**
 * The items of a task: one for each result file, or a single item without a file.
 * @param fallbackType the type of the submission, used if Fotor doesn't return a type
 */
export function taskItems(
	task: TaskDetails,
	fallbackType: string | null,
	includeRaw: boolean,
): Array<{ json: TaskItem; file?: ResultFile }> {
	const shared = {
		status: task.status,
		resultUrl: null,
		tokensUsed: task.tokensUsed ?? null,
		taskId: task.taskId,
		type: task.type ?? fallbackType,
		createdAt: isoTime(task.createTime),
		updatedAt: isoTime(task.updateTime),
		sensitiveContent: task.sensitive,
		resultUrls: task.files.map((file) => file.url),
	};
	const raw = includeRaw ? { raw: task.raw as IDataObject } : {};
	const failed = task.failedScenes.length ? { failedScenes: task.failedScenes } : {};
	if (task.files.length === 0) return [{ json: { ...shared, ...failed, ...raw } }];
	const shares = sharesOf(shared.tokensUsed, task.files.length);
	return task.files.map((file, index) => ({
		file,
		json: {
			...shared,
			resultUrl: file.url,
			tokensUsed: shares[index] ?? null,
			...(file.templateId === undefined ? {} : { templateId: file.templateId }),
			...(file.scene === undefined ? {} : { scene: file.scene }),
			...failed,
			...raw,
		},
	}));
}

/** Fotor's own data about a task. n8n treats an item with an `error` key as failed, so this key is renamed. */
export function rawItem({ error, ...raw }: Record<string, unknown>): IDataObject {
	return (error === undefined ? raw : { ...raw, errorDetails: error }) as IDataObject;
}

/** Names the file that an item was made from, if the input item has one task per file. */
export function inputField(file: string | undefined): { inputField?: string } {
	return file === undefined ? {} : { inputField: file };
}

/** An item in n8n's format, paired with the input item that it was made from. */
export function outputItem(
	json: IDataObject,
	itemIndex: number,
	binary?: Record<string, IBinaryData>,
): INodeExecutionData {
	return { json, ...(binary ? { binary } : {}), pairedItem: { item: itemIndex } };
}

/** A time in ISO 8601 format; null if the time isn't valid. */
export function isoTime(unixMs: number | undefined): string | null {
	if (unixMs === undefined) return null;
	const date = new Date(unixMs);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
