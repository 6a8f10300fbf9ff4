import { STATUS_CODES } from 'node:http';

import { failure } from '../http/envelope';
import type { Fault } from './fault';

export interface FaultReply {
	status: number;
	headers: Record<string, string>;
	body: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const HTML_TYPE = 'text/html; charset=utf-8';

/** The faulty reply that replaces the normal one. */
export function faultReply(fault: Fault): FaultReply {
	const status = fault.status ?? defaultStatus(fault);
	const { type, body } = content(fault, status);
	return {
		status,
		headers: {
			'content-type': type,
			...(fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }),
			...fault.headers,
		},
		body,
	};
}

function defaultStatus(fault: Fault): number {
	if (fault.cloudflare) return 403;
	if (fault.retryAfter !== undefined) return 429;
	return 200;
}

function content(fault: Fault, status: number): { type: string; body: string } {
	if (fault.empty) return { type: JSON_TYPE, body: '' };
	if (fault.cloudflare) return { type: HTML_TYPE, body: CLOUDFLARE };
	if (fault.html) return { type: HTML_TYPE, body: htmlPage(status) };
	if (fault.invalidJson) return { type: JSON_TYPE, body: '{"code":"000","msg":"succ' };
	if (fault.withoutData) return json({ code: '000', msg: 'success' });
	if (fault.noTaskId) return json({ code: '000', msg: 'success', data: {} });
	if (typeof fault.body === 'string') return { type: guessType(fault.body), body: fault.body };
	if (fault.body !== undefined) return json(fault.body);

	const text = STATUS_CODES[status] ?? 'Error';
	// The format of error replies from the storage behind uploads and downloads is unknown. This body imitates S3,
	// which answers with XML.
	if (fault.on === 'download' || fault.on === 'put') {
		return { type: 'application/xml', body: `<Error><Code>${text}</Code></Error>` };
	}
	return json(failure(fault.code ?? String(status), fault.msg ?? text));
}

const json = (value: object) => ({ type: JSON_TYPE, body: JSON.stringify(value) });

const guessType = (body: string): string => (body.startsWith('<') ? HTML_TYPE : JSON_TYPE);

const htmlPage = (status: number): string =>
	`<html><head><title>${status} ${STATUS_CODES[status] ?? ''}</title></head>` +
	`<body><center><h1>${status} ${STATUS_CODES[status] ?? ''}</h1></center><hr></body></html>\n`;

/** Section 2 says only that the body of the 403 contains `1010`; the rest is Cloudflare's usual wording. */
const CLOUDFLARE =
	'<!DOCTYPE html><html><head><title>Access denied | Cloudflare</title></head>' +
	'<body><h1>Error 1010</h1><p>The owner of this website has banned your access ' +
	"based on your browser's signature. error code: 1010</p></body></html>\n";
