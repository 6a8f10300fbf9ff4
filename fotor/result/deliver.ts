import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Failure } from '../failure';
import type { TaskDetails } from '../task/details';
import { typeOf, type Batch, type Job } from '../task/types';
import { download } from './download';
import { outputItem, taskItems } from './items';

/**
 * Makes the output items of a task, one per result file, and downloads the files if asked to.
 * @throws Failure when a completed task has no result
 */
export async function deliver(
	{ context, api, hint }: Batch,
	{ itemIndex, endpoint, settings }: Job,
	task: TaskDetails,
): Promise<INodeExecutionData[]> {
	if (task.status === 'completed' && task.files.length === 0) throw noResult(task);
	if (task.sensitive) hint(`Fotor marked the result of task ${task.taskId} as sensitive content.`);
	for (const { scene, reason } of task.failedScenes) {
		hint(`Task ${task.taskId} made no picture for the scene "${scene}": ${reason}`);
	}
	const fetches = settings.downloadResult && task.status === 'completed' && !isTool(context);
	const items: INodeExecutionData[] = [];
	for (const [number, { json, file }] of taskItems(
		task,
		typeOf(endpoint),
		settings.includeRaw,
	).entries()) {
		if (!fetches || !file) {
			items.push(outputItem(json, itemIndex));
			continue;
		}
		const name = baseName(settings.fileName, endpoint.slug, task.taskId, number, task.files.length);
		const result = await download(context, api, file.url, name);
		if ('file' in result) {
			items.push(outputItem(json, itemIndex, { [settings.outputField]: result.file }));
			continue;
		}
		const notice = `The file of task ${task.taskId} was not fetched: ${result.reason}. Its address is in 'resultUrl'.`;
		hint(notice);
		items.push(outputItem({ ...json, notice }, itemIndex));
	}
	return items;
}

/** Agents get `json` only, so that a file would be fetched for nothing. `isToolExecution` is n8n 2.x. */
export function isTool(context: IExecuteFunctions): boolean {
	return context.isToolExecution?.() ?? context.getNode().type.endsWith('Tool');
}

/** The name of a result file; several results of one task are numbered. */
export function baseName(
	fileName: string,
	slug: string,
	taskId: string,
	number: number,
	count: number,
): string {
	const base = (fileName.trim() || `${slug}-${taskId}`).replace(/[/\\]/g, '-');
	if (count === 1) return base;
	const [, stem = base, extension = ''] = /^(.*?)(\.[a-z0-9]{2,5})?$/i.exec(base) ?? [];
	return `${stem}-${number + 1}${extension}`;
}

function noResult(task: TaskDetails): Failure {
	const scenes = task.failedScenes.map(({ scene, reason }) => `${scene}: ${reason}`).join('; ');
	return new Failure(
		'lostTrack',
		`Task ${task.taskId} is completed, but Fotor gave no result address${scenes ? ` (${scenes})` : ''}`,
		`Look at the task with the Fotor node, Task → Get, Task ID ${task.taskId}; if the address does not appear, ask Fotor's support with this id.`,
		task.taskId,
	);
}
