import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Reply } from './reply';

/** The part of the response used here. */
interface Response {
	statusCode: number;
	end?(...content: unknown[]): unknown;
}

/**
 * Calls back with the status once n8n, or this node, ends the reply. n8n has no hook that says whether an execution
 * was started, so the reply is patched: listeners for 'finish' stay silent once the caller has hung up.
 */
export function whenReplied(context: IWebhookFunctions, callback: (status: number) => void): void {
	const response = context.getResponseObject() as Response | undefined;
	const end = response?.end;
	if (!response || !end) return;
	response.end = (...content) => {
		response.end = end;
		callback(response.statusCode);
		return end.apply(response, content);
	};
}

/**
 * Starts the workflow, and calls back when n8n reads the reply. n8n has no other hook between the start of an execution,
 * which in 2.41 clears the flag for changed static data, and the saving of static data.
 */
export function whenReplyIsRead(
	items: INodeExecutionData[],
	reply: Reply,
	callback: () => void,
): IWebhookResponseData {
	return {
		workflowData: [items],
		get webhookResponse() {
			callback();
			return reply;
		},
	};
}
