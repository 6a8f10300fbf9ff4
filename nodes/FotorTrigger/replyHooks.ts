import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Reply } from './reply';

/** The part of the HTTP response object that this file uses. */
interface Response {
	statusCode: number;
	end?(...content: unknown[]): unknown;
}

/**
 * Calls back with the status when n8n or this node ends the response. n8n has no hook that reports whether an
 * execution was started. The `end` method is patched because there is no 'finish' event if the caller has disconnected.
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
 * Starts the workflow and calls back when n8n reads the reply. n8n has no other hook between starting an execution and
 * saving static data. In n8n 2.41, the start of an execution clears the flag that marks static data as changed.
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
