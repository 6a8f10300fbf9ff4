import { parseBody } from '../../fotor/api/replyBody';
import type { IHttpRequestOptions } from 'n8n-workflow';

type Fields = Record<string, unknown>;

/** A reply from Fotor: the fields of its envelope (section 3), or `body` if it has a different shape. */
export interface Reply {
	method: string;
	url: string;
	/** Time of arrival, in Unix ms. */
	at: number;
	status: number;
	/** Only the headers needed to check the guesses. */
	headers: Record<string, string>;
	code?: unknown;
	msg?: unknown;
	data: Fields;
	body?: unknown;
}

/** What n8n's HTTP helpers return to a node. */
export type Received = { statusCode: number; headers?: object; body?: unknown };

export function toReply(request: IHttpRequestOptions, received: Received): Reply {
	const { method = 'GET', url, encoding } = request;
	const { statusCode: status, headers = {} } = received;
	const body = parseBody(received.body, undefined);
	const { code, msg, data } = fieldsOf(body);
	const kept = Object.entries(headers).filter(([name]) => /content-type|limit|retry/i.test(name));
	return {
		...{ method, url, at: Date.now(), status, code, msg, data: fieldsOf(data) },
		...(code === undefined && encoding !== 'stream' ? { body } : {}),
		headers: Object.fromEntries(kept.map(([name, value]) => [name.toLowerCase(), String(value)])),
	};
}

const fieldsOf = (value: unknown) => (typeof value === 'object' && value ? (value as Fields) : {});

export const isSuccess = ({ status, code, data }: Reply) =>
	status === 200 && (code === undefined ? Object.keys(data).length > 0 : !Number(code));
export const saysNoCredits = ({ code, msg }: Reply) =>
	String(code) === '510' || /no enough credits/i.test(String(msg));
/** True for a rejected key or a network block (Cloudflare's 1010), which would also affect every later request. */
export const saysNoEntry = ({ status, msg, body }: Reply) =>
	status === 401 || (status === 403 && /\b1010\b/.test(JSON.stringify([msg, body])));
/** True if Fotor rejects a request because of its values, not the key, the balance or the rate limit. */
export const saysNo = (reply: Reply) =>
	!isSuccess(reply) && !saysNoCredits(reply) && !/^(5|40[1-4]|429)/.test(`${reply.status}`);
export function words({ status, code, msg, headers }: Reply): string {
	const said = code === undefined ? 'no code' : `code ${JSON.stringify(code)}, "${String(msg)}"`;
	const limits = Object.entries(headers).filter(([name]) => name !== 'content-type');
	return [`HTTP ${status}, ${said}`, ...limits.map((header) => header.join(' '))].join(', ');
}
