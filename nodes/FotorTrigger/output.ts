import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import type { Api } from '../../fotor/api/request';
import { toFailure } from '../../fotor/failure';
import { download } from '../../fotor/result/download';
import { withFiles } from '../../fotor/result/files';
import { taskItems } from '../../fotor/result/items';
import type { TaskDetails } from '../../fotor/task/details';
import { webFiles, type Claim } from '../../fotor/webhook/body';
import type { TriggerSettings } from './settings';

/** The items for a task that Fotor's API confirmed. As in the tools' output, there is one item per result. */
export function verifiedItems(task: TaskDetails, receivedAt: string): INodeExecutionData[] {
	const missing = task.status === 'completed' && task.files.length === 0;
	return itemsOf(task, {
		verified: true,
		receivedAt,
		...(missing ? { notice: 'Fotor returned no result URL for this completed task' } : {}),
	});
}

/**
 * The items for an unverified claim, without any URLs that aren't http(s).
 * @param notice why the claim isn't verified, if verification is on
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
 * Adds the result files to the items of a verified, completed task. Never throws, because Fotor already has its reply
 * and can't be asked to send the report again.
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
