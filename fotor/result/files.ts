import type { INodeExecutionData } from 'n8n-workflow';

import type { TaskDetails } from '../task/details';
import type { Download } from './download';

export interface FileOptions {
	/** Name that the user entered. If empty, the name is made from the slug and the task ID. */
	fileName: string;
	slug: string;
	/** Name of the binary field to put the file in. */
	outputField: string;
	/** Downloads one file, or returns the reason why there is none. */
	fetch: (url: string, baseName: string) => Promise<Download>;
	/** Called for each file that could not be fetched, with the notice that the file's item gets. */
	onMissing?: (notice: string) => void;
}

/**
 * Adds the result files of a task to its items in order, one file per item. If a file can't be fetched, its item gets a
 * `notice` instead.
 * @throws whatever `fetch` throws
 */
export async function withFiles(
	task: TaskDetails,
	items: INodeExecutionData[],
	{ fileName, slug, outputField, fetch, onMissing }: FileOptions,
): Promise<INodeExecutionData[]> {
	const complete: INodeExecutionData[] = [];
	for (const [index, item] of items.entries()) {
		const file = task.files[index];
		if (!file) {
			complete.push(item);
			continue;
		}
		const name = baseName(fileName, slug, task.taskId, index, task.files.length);
		const result = await fetch(file.url, name);
		if ('file' in result) {
			complete.push({ ...item, binary: { [outputField]: result.file } });
			continue;
		}
		const notice = `The file of task ${task.taskId} was not downloaded: ${result.reason}. Its URL is in 'resultUrl'.`;
		onMissing?.(notice);
		complete.push({ ...item, json: { ...item.json, notice } });
	}
	return complete;
}

/** Name of a result file. If a task has several results, they are numbered. */
function baseName(
	fileName: string,
	slug: string,
	taskId: string,
	index: number,
	count: number,
): string {
	const base = (fileName.trim() || `${slug}-${taskId}`).replace(/[/\\\p{Cc}]/gu, '-');
	if (count === 1) return base;
	const [, stem = base, extension = ''] = /^(.*?)(\.[a-z0-9]{2,5})?$/i.exec(base) ?? [];
	return `${stem}-${index + 1}${extension}`;
}
