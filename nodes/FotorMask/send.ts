import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/** The part of the response used here. n8n's lint rules don't allow importing the type from `express`. */
export interface Response {
	writeHead(status: number, headers: Record<string, string>): Response;
	end(body?: string | Buffer): void;
	once(event: 'close', listener: () => void): void;
	destroy(): void;
	readonly headersSent: boolean;
}

/**
 * Headers for all replies except the page. If a browser opens such a reply directly, these headers keep scripts from
 * running.
 */
export const INERT = {
	'Content-Security-Policy': "sandbox; default-src 'none'",
	'X-Content-Type-Options': 'nosniff',
	'Referrer-Policy': 'no-referrer',
	'Cache-Control': 'no-store',
	// The page has an opaque origin, so its requests count as cross-origin.
	'Access-Control-Allow-Origin': '*',
	'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** Replies immediately, bypassing n8n. The execution keeps waiting. */
export function send(
	context: IWebhookFunctions,
	status: number,
	body: string,
	headers: Record<string, string>,
): IWebhookResponseData {
	const response = context.getResponseObject() as unknown as Response;
	if (!response.headersSent) response.writeHead(status, headers).end(body);
	return { noWebhookResponse: true };
}

/** @param reason shown to the person who paints the masks */
export function refuse(
	context: IWebhookFunctions,
	status: number,
	reason: string,
): IWebhookResponseData {
	const headers = { ...INERT, 'Content-Type': 'application/json; charset=utf-8' };
	return send(context, status, JSON.stringify({ accepted: false, reason }), headers);
}
