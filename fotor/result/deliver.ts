import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Api } from '../api/request';
import { Failure } from '../failure';
import type { TaskDetails } from '../task/details';
import type { ItemSettings } from '../task/settings';
import { download } from './download';
import { withFiles } from './files';
import { outputItem, taskItems } from './items';

export interface Delivery {
	itemIndex: number;
	/** Starts the file name if the user gave none. */
	slug: string;
	/** The item's type if Fotor names none. */
	type: string;
	settings: Pick<ItemSettings, 'downloadResult' | 'fileName' | 'includeRaw' | 'outputField'>;
	/** Shows a text above the output. */
	hint: (text: string) => void;
}

/**
 * Makes the output items of a task, one per result file, and fetches the files if the settings say so.
 * @throws Failure of kind `lostTrack` if a completed task has no result
 */
export async function deliver(
	context: IExecuteFunctions,
	api: Api,
	task: TaskDetails,
	{ itemIndex, slug, type, settings, hint }: Delivery,
): Promise<INodeExecutionData[]> {
	if (task.status === 'completed' && task.files.length === 0) throw noResult(task);
	if (task.sensitive) hint(`Fotor marked the result of task ${task.taskId} as sensitive content.`);
	for (const { scene, reason } of task.failedScenes) {
		hint(`Task ${task.taskId} made no picture for the scene "${scene}": ${reason}`);
	}
	const fetches = settings.downloadResult && task.status === 'completed' && !isTool(context);
	const items = taskItems(task, type, settings.includeRaw).map(({ json }) =>
		outputItem(json, itemIndex),
	);
	if (!fetches) return items;
	const { fileName, outputField } = settings;
	const fetch = async (url: string, name: string) => await download(context, api, url, name);
	return await withFiles(task, items, { fileName, slug, outputField, fetch, onMissing: hint });
}

/** True if an agent runs the node: it only gets `json`, so fetching a file is wasted. `isToolExecution` needs n8n 2.x. */
export function isTool(context: IExecuteFunctions): boolean {
	return context.isToolExecution?.() ?? context.getNode().type.endsWith('Tool');
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
