import type { IDataObject } from 'n8n-workflow';

import { sentence } from '../failure';
import type { TaskDetails } from '../task/details';
import { collectByCall } from '../toolFailure';

/**
 * What a model sees of a task: one small object, without nulls or duplicates. If there are several results,
 * `resultUrls` lists their URLs, and a parallel list names their scenes or styles.
 * @param notes sentences to add to `message`, after those about the task itself
 */
export function modelItem(task: TaskDetails, notes: string[] = []): IDataObject {
	const { taskId, status, files, failedScenes, tokensUsed } = task;
	const urls = files.map(({ url }) => url);
	const message = [...ownNotes(task), ...notes].join(' ');
	return {
		status,
		...(urls.length === 1 ? { resultUrl: urls[0] } : {}),
		...(urls.length > 1 ? { resultUrls: urls, ...labels(task) } : {}),
		taskId,
		...(tokensUsed === undefined ? {} : { tokensUsed }),
		...(failedScenes.length ? { failedScenes } : {}),
		...(message ? { message } : {}),
	};
}

function labels({ files }: TaskDetails): IDataObject {
	const scenes = files.flatMap(({ scene }) => scene ?? []);
	const templateIds = files.flatMap(({ templateId }) => templateId ?? []);
	return {
		...(scenes.length === files.length ? { scenes } : {}),
		...(templateIds.length === files.length ? { templateIds } : {}),
	};
}

function ownNotes({ status, sensitive, reason }: TaskDetails): string[] {
	const ended = status !== 'completed' && status !== 'inProgress';
	return [
		...(sensitive ? ['Fotor marked this task as sensitive content.'] : []),
		...(ended && reason ? [sentence(`Fotor's reason: ${reason}`)] : []),
	];
}

/** The next step for a task that this call has started but that isn't finished yet. */
export function callAgain(taskId: string): string {
	return `Not finished yet, but already paid for. ${collectByCall(taskId)}`;
}

/** The next step for a task that was looked up by its ID. */
export const CHECK_AGAIN =
	'Not finished yet. To get the result, call this tool again with the same task ID in about 20 seconds. This is free.';

/** The next step for a task that was started without waiting for its result. */
export const COLLECT_LATER =
	'Started and paid for, but not finished: this tool does not wait. To get the result, call the Fotor tool "Task → Wait" or "Task → Get" with this task ID. Calling this tool again pays for another task.';
