import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import type { Api } from '../../fotor/api/request';
import { toFailure } from '../../fotor/failure';
import { download } from '../../fotor/result/download';
import { withFiles } from '../../fotor/result/files';
import { taskItems } from '../../fotor/result/items';
import type { TaskDetails } from '../../fotor/task/details';
import { webFiles, type Claim } from '../../fotor/webhook/body';
import type { TriggerSettings } from './settings';

/** The items of a task that Fotor's API confirmed: one per result, like those of the tools. */
export function verifiedItems(task: TaskDetails, receivedAt: string): INodeExecutionData[] {
	const missing = task.status === 'completed' && task.files.length === 0;
	return itemsOf(task, {
		verified: true,
		receivedAt,
		...(missing ? { notice: 'Fotor returned no result URL for this completed task' } : {}),
	});
}

/**
 * The items of an unverified claim, with http(s) URLs only.
 * @param notice why it isn't verified, if it should have been
 */
export function unverifiedItems(
	claim: Claim,
	receivedAt: string,
	notice?: string,
): INodeExecutionData[] {
	return itemsOf(
		{ ...claim, files: webFiles(claim) },
		{ verified: false, receivedAt, ...(notice ? { notice } : {}) },
	);
}

function itemsOf(task: TaskDetails, extra: IDataObject): INodeExecutionData[] {
	const reason = task.reason && task.status !== 'completed' ? { reason: task.reason } : {};
	// Only the URLs of a completed task are valid (API reference, section 5).
	const files = task.status === 'completed' ? task.files : [];
	return taskItems({ ...task, files }, null, false).map(({ json }) => ({
		json: { ...json, ...reason, ...extra },
	}));
}

/**
 * Adds the result files to the items of a verified, completed task. Never throws: Fotor already has its reply, so
 * there is no way to ask for the report again.
 */
export async function fetchFiles(
	context: IWebhookFunctions,
	api: Api,
	task: TaskDetails,
	items: INodeExecutionData[],
	{ outputField }: TriggerSettings,
): Promise<INodeExecutionData[]> {
	const fetch = async (url: string, name: string) =>
		await download(context, api, url, name).catch((thrown: unknown) => ({
			reason: api.signal?.aborted ? 'it took too long' : toFailure(thrown).message,
		}));
	return await withFiles(task, items, {
		fileName: '',
		slug: task.type ?? 'fotor',
		outputField,
		fetch,
	});
}
