import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/** Body of every reply. */
export interface Reply {
	/** Whether the call was taken; a caller has nothing more to do. */
	received: boolean;
	/** Whether the workflow was started. */
	started: boolean;
	reason?: string;
}

/** The part of the response used here; `express`, which has its type, may not be imported by n8n's rules. */
interface Response {
	writeHead(status: number, headers: Record<string, string>): { end(body: string): void };
}

/** Answers at once, past n8n, which itself can only answer 200. */
export function send(
	context: IWebhookFunctions,
	status: number,
	reply: Reply,
	headers: Record<string, string> = {},
): IWebhookResponseData {
	const response = context.getResponseObject() as Response;
	response
		.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers })
		.end(JSON.stringify(reply));
	return { noWebhookResponse: true };
}

/** Refuses a call; nothing is started. */
export function refuse(
	context: IWebhookFunctions,
	status: 400 | 403,
	reason: string,
): IWebhookResponseData {
	return send(context, status, { received: false, started: false, reason });
}

/** Asks the caller to come again; nothing is started. */
export function comeAgain(context: IWebhookFunctions, reason: string): IWebhookResponseData {
	const reply = { received: false, started: false, reason };
	return send(context, 503, reply, { 'Retry-After': '60' });
}

/** Takes a call that starts nothing. */
export function acknowledge(reason: string): IWebhookResponseData {
	return { webhookResponse: { received: true, started: false, reason } satisfies Reply };
}

export const STARTED: Reply = { received: true, started: true };
