import { clean, isObject } from '../values';
import { parseRetryAfter } from './retryAfter';

/** What came back over HTTP, whatever its status. */
export interface Reply {
	status: number;
	/** Header names in lower case. */
	headers: Record<string, unknown>;
	/** Parsed JSON, or the text when it was not JSON. */
	body: unknown;
}

/** No complete reply came back. */
export interface Fault {
	/**
	 * `refused`: no connection, or none to trust; nothing was sent. `unresolved`: the host name is unknown, nothing was sent.
	 * `timeout` and `broken`: the request may have arrived.
	 */
	fault: 'refused' | 'unresolved' | 'timeout' | 'broken';
	text: string;
}

/** What a reply means, free of HTTP. */
export type Outcome =
	| { kind: 'success'; data: unknown }
	| { kind: 'rateLimited'; retryAfterMs?: number; text: string }
	/** `foreign`: not in Fotor's form, so that something between here and Fotor may have said it. */
	| { kind: FinalKind; text: string; foreign?: true }
	| { kind: 'unavailable' | 'unreadable'; retryAfterMs?: number; text: string }
	| { kind: Fault['fault']; text: string };

/** Final refusals: asking again gives the same answer. */
const FINAL = [
	'noCredits',
	'unauthorized',
	'blocked',
	'forbidden',
	'notFound',
	'rejected',
] as const;

export type FinalKind = (typeof FINAL)[number];

/** Every outcome but success. */
export type Refusal = Exclude<Outcome, { kind: 'success' }>;

/**
 * Classifies an HTTP reply (API reference, section 3: envelope, statuses, body codes).
 * @param secret never quoted, even if the reply repeats it
 */
export function classify(reply: Reply, now: number, secret = ''): Outcome {
	const { status, body } = reply;
	const text = quote(reply, secret);
	const retryAfterMs = parseRetryAfter(reply.headers['retry-after'], now);
	if (status === 429) return { kind: 'rateLimited', retryAfterMs, text };
	if (status >= 500) return { kind: 'unavailable', retryAfterMs, text };
	if (saysNoCredits(body) || status === 402) return { kind: 'noCredits', text };
	if (status === 401) return { kind: 'unauthorized', text };
	if (status === 403) return { kind: isCloudflareBlock(body) ? 'blocked' : 'forbidden', text };
	if (status === 404) {
		return { kind: 'notFound', text, ...(isObject(body) ? {} : { foreign: true }) };
	}
	if (status < 200 || status >= 300) {
		const foreign = status < 400 || !isObject(body);
		return { kind: 'rejected', text, ...(foreign ? { foreign } : {}) };
	}
	const isEnvelope = isObject(body) && ('code' in body || 'data' in body);
	if (!isEnvelope) return { kind: 'unreadable', text };
	if (isSuccessCode(body.code)) return { kind: 'success', data: body.data };
	return { kind: 'rejected', text };
}

/** True for a refusal that asking again can't change. */
export function isFinal(outcome: Refusal): outcome is Extract<Refusal, { kind: FinalKind }> {
	return (FINAL as readonly string[]).includes(outcome.kind);
}

/** True if the outcome may change by itself, so a repeatable request is worth repeating. */
export function isPassing(outcome: Outcome): boolean {
	return outcome.kind !== 'success' && !isFinal(outcome);
}

/** ms that Fotor asked to wait before the next request, 0 if it named no time. */
export function retryAfterOf(outcome: Outcome): number {
	return 'retryAfterMs' in outcome ? (outcome.retryAfterMs ?? 0) : 0;
}

/** Whether the request surely never became a task, so that even a submission may be repeated. */
export function surelyNotTaken(outcome: Outcome): boolean {
	return ['rateLimited', 'refused', 'unresolved'].includes(outcome.kind);
}

// "000" is documented; one client also accepts the number 0 and a missing code (section 3).
function isSuccessCode(code: unknown): boolean {
	return code === undefined || code === null || code === 0 || code === '0' || code === '000';
}

// The code or the text, as the official SDK does it (section 3, body codes).
function saysNoCredits(body: unknown): boolean {
	if (!isObject(body)) return false;
	return String(body.code) === '510' || /no enough credits/i.test(String(body.msg ?? ''));
}

function isCloudflareBlock(body: unknown): boolean {
	const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
	return /\b1010\b/.test(text);
}

/** The service's own words, short and on one line; an HTML page is not quoted. */
function quote({ status, body }: Reply, secret: string): string {
	if (isObject(body)) {
		const words = [body.msg, body.message].find((word) => typeof word === 'string' && word.trim());
		const code = body.code === undefined ? '' : `code ${String(body.code)}`;
		const all = typeof words === 'string' ? words : '';
		const said = clean(secret ? all.replaceAll(secret, '…') : all);
		const parts = [status === 200 ? '' : `HTTP ${status}`, code, said].filter(Boolean);
		return parts.join(', ') || 'an empty reply';
	}
	const text = typeof body === 'string' ? body.trim() : '';
	if (!text) return `HTTP ${status} with an empty body`;
	if (text.startsWith('<')) return `HTTP ${status} with a web page instead of data`;
	return `HTTP ${status} with a reply that is not valid JSON`;
}
