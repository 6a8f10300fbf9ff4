import * as n8nWorkflow from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Failure } from './failure';

/**
 * True if n8n sends an item to the error output even if it has `details` alongside its `error`. Older versions, such as
 * 1.123, send such an item to the success output (n8n pull request 35939). The export `redactedHeaders` came with n8n
 * 2.36, the first minor version to include the change in its initial release.
 */
const ROUTES_DETAILS = 'redactedHeaders' in n8nWorkflow;

/**
 * The `json` of a failed item: the message, and `details.taskId` if the item has a task and n8n still treats the item
 * as failed. On the regular output, a failed item may have any fields.
 */
export function errorJson(context: IExecuteFunctions, failure: Failure, text: string): IDataObject {
	const hasErrorOutput = context.getNode().onError === 'continueErrorOutput';
	const mayHaveDetails = ROUTES_DETAILS || !hasErrorOutput;
	const { taskId } = failure;
	return taskId && mayHaveDetails ? { error: text, details: { taskId } } : { error: text };
}
