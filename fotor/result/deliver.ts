import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { Failure } from '../failure';
import { isTool } from '../host';
import type { TaskDetails } from '../task/details';
import { typeOf, type Batch, type Job } from '../task/types';
import { download } from './download';
import { withFiles } from './files';
import { inputField, outputItem, rawItem, taskItems } from './items';
import { callAgain, CHECK_AGAIN, modelItem } from './modelItem';

/**
 * Makes the output items of a task, one per result file, and fetches the files if the settings say so.
 * @throws Failure of kind `lostTrack` if a completed task has no result
 */
export async function deliver(
	{ context, api, hint }: Pick<Batch, 'context' | 'api' | 'hint'>,
	job: Job,
	task: TaskDetails,
): Promise<INodeExecutionData[]> {
	const { itemIndex, file, endpoint, settings } = job;
	if (task.status === 'completed' && task.files.length === 0) throw noResult(task);
	if (task.sensitive) hint(`Fotor marked the result of task ${task.taskId} as sensitive content.`);
	for (const { scene, reason } of task.failedScenes) {
		hint(`Task ${task.taskId} made no image for the scene "${scene}": ${reason}`);
	}
	// Agents get only `json`, so fetching a file would be pointless.
	if (isTool(context)) return [outputItem(forModel(task, job), itemIndex)];
	const items = taskItems(task, typeOf(endpoint), settings.includeRaw).map(({ json }) =>
		outputItem({ ...json, ...inputField(file) }, itemIndex),
	);
	const fetches = settings.downloadResult && task.status === 'completed';
	if (!fetches) return items;
	const { fileName, maxFileBytes, outputField } = settings;
	const { slug } = endpoint;
	const fetch = async (url: string, name: string) =>
		await download(context, api, url, name, maxFileBytes);
	return await withFiles(task, items, { fileName, slug, outputField, fetch, onMissing: hint });
}

function forModel(task: TaskDetails, { taskId, settings }: Job): IDataObject {
	const next = taskId ? CHECK_AGAIN : callAgain(task.taskId);
	return {
		...modelItem(task, task.status === 'inProgress' ? [next] : []),
		...(settings.includeRaw ? { raw: rawItem(task.raw) } : {}),
	};
}

function noResult(task: TaskDetails): Failure {
	const { taskId } = task;
	const scenes = task.failedScenes.map(({ scene, reason }) => `${scene}: ${reason}`);
	return new Failure(
		'lostTrack',
		`Task ${taskId} completed, but Fotor returned no result URL`,
		`Check the task with the Fotor node, Task → Get, Task ID ${taskId}. If it still has no URL, contact Fotor support and give them this task ID.`,
		taskId,
		scenes.join(', '),
	);
}
