import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/** Body of every reply. */
export interface Reply {
	/** True if the call was accepted and doesn't need to be sent again. */
	received: boolean;
	started: boolean;
	reason?: string;
}

/** The part of the response used here. n8n's lint rules don't allow importing the type from `express`. */
interface Response {
	writeHead(status: number, headers: Record<string, string>): { end(body: string): void };
}

/** Replies immediately, bypassing n8n, which can reply only with status 200. */
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

/** Refuses a call permanently. */
export function refuse(
	context: IWebhookFunctions,
	status: 400 | 403,
	reason: string,
): IWebhookResponseData {
	return send(context, status, { received: false, started: false, reason });
}

/** Asks the caller to send the call again later. */
export function comeAgain(context: IWebhookFunctions, reason: string): IWebhookResponseData {
	const reply = { received: false, started: false, reason };
	return send(context, 503, reply, { 'Retry-After': '60' });
}

/** Accepts a call that doesn't start the workflow. */
export function acknowledge(reason: string): IWebhookResponseData {
	return { webhookResponse: { received: true, started: false, reason } satisfies Reply };
}

export const STARTED: Reply = { received: true, started: true };
