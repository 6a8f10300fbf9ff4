import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import type { Api } from '../../fotor/api/request';
import { toFailure } from '../../fotor/failure';
import { baseName } from '../../fotor/result/deliver';
import { download } from '../../fotor/result/download';
import { taskItems } from '../../fotor/result/items';
import type { TaskDetails } from '../../fotor/task/details';
import { webFiles, type Claim } from '../../fotor/webhook/body';
import type { TriggerSettings } from './settings';

/** The items of a task that Fotor's API has confirmed: one a result, as the tools give them. */
export function verifiedItems(task: TaskDetails, receivedAt: string): INodeExecutionData[] {
	const missing = task.status === 'completed' && task.files.length === 0;
	return itemsOf(task, {
		verified: true,
		receivedAt,
		...(missing ? { notice: 'Fotor gave no result address for this completed task' } : {}),
	});
}

/**
 * The items of a claim that nobody has confirmed, with addresses of the web only.
 * @param notice why it was not confirmed, when it should have been
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
	// Only a completed task's addresses mean anything (API reference, section 5).
	const files = task.status === 'completed' ? task.files : [];
	return taskItems({ ...task, files }, null, false).map(({ json }) => ({
		json: { ...json, ...reason, ...extra },
	}));
}

/**
 * Adds the result files to the items of a confirmed and completed task; what can't be fetched becomes a notice. Never
 * throws: Fotor has its answer, and nobody would tell it again.
 */
export async function withFiles(
	context: IWebhookFunctions,
	api: Api,
	task: TaskDetails,
	items: INodeExecutionData[],
	{ outputField }: TriggerSettings,
): Promise<INodeExecutionData[]> {
	const fetched: INodeExecutionData[] = [];
	for (const [number, item] of items.entries()) {
		const file = task.files[number];
		if (!file) {
			fetched.push(item);
			continue;
		}
		const slug = task.type ?? 'fotor';
		const name = baseName('', slug, task.taskId, number, task.files.length);
		const result = await download(context, api, file.url, name).catch((thrown: unknown) => ({
			reason: api.signal?.aborted ? 'it took too long' : toFailure(thrown).message,
		}));
		if ('file' in result) {
			fetched.push({ ...item, binary: { [outputField]: result.file } });
			continue;
		}
		const notice = `The file of task ${task.taskId} was not fetched: ${result.reason}. Its address is in 'resultUrl'.`;
		fetched.push({ ...item, json: { ...item.json, notice } });
	}
	return fetched;
}
