import type { IWebhookFunctions } from 'n8n-workflow';

import { MAX_BODY_BYTES, readClaim, type Claim } from '../../fotor/webhook/body';

/** The part of the request used here. n8n's lint rules don't allow importing the type from `express`. */
interface Request {
	/** The client's IP address according to Express, which skips as many proxies as N8N_PROXY_HOPS says. */
	ip?: string;
	rawBody?: Buffer;
	/** Reads `rawBody`, unless it has already been read. */
	readRawBody?(): Promise<void>;
}

export function clientOf(context: IWebhookFunctions): string | undefined {
	return (context.getRequestObject() as Request).ip;
}

export function tokenOf(context: IWebhookFunctions): unknown {
	return (context.getQueryData() as { token?: unknown }).token;
}

/**
 * Reads the body as n8n parsed it, or as text if n8n did not parse it. From node version 2 on, n8n parses only bodies
 * declared as JSON, text, form data or XML.
 * @returns the claim, or why the body can't be used
 */
export async function readBody(context: IWebhookFunctions): Promise<Claim | { unusable: string }> {
	const request = context.getRequestObject() as Request;
	try {
		await request.readRawBody?.();
	} catch {
		return { unusable: "the body can't be read" };
	}
	const { rawBody } = request;
	if (rawBody && rawBody.length > MAX_BODY_BYTES) return { unusable: 'the body is too large' };
	const body: unknown = context.getBodyData();
	const isEmpty = !body || (typeof body === 'object' && Object.keys(body).length === 0);
	return readClaim(isEmpty ? rawBody?.toString('utf8') : body);
}
