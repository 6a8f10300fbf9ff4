import { clean, isObject } from '../values';
import { parseRetryAfter } from './retryAfter';

/** An HTTP reply with any status. */
export interface Reply {
	status: number;
	/** Header names in lower case. */
	headers: Record<string, unknown>;
	/** The parsed JSON, or the text if it isn't JSON. */
	body: unknown;
}

/** Why no complete reply came back. */
export interface Fault {
	/**
	 * `refused`: there was no trusted connection, so nothing was sent. `unresolved`: the host name is unknown, so
	 * nothing was sent. `timeout` and `broken`: the request may have arrived.
	 */
	fault: 'refused' | 'unresolved' | 'timeout' | 'broken';
	text: string;
}

/** What a reply means, independent of HTTP. */
export type Outcome = { kind: 'success'; data: unknown } | Refusal;

/** Every outcome except success. `data` is the reply's data, if any. Even a refusal may name a task. */
export type Refusal =
	| { kind: 'rateLimited'; retryAfterMs?: number; text: string; data?: unknown }
	/** `foreign`: the reply isn't in Fotor's format, so something between n8n and Fotor may have sent it. */
	| { kind: FinalKind; text: string; foreign?: true; data?: unknown }
	| { kind: 'unavailable' | 'unreadable'; retryAfterMs?: number; text: string; data?: unknown }
	| { kind: Fault['fault']; text: string; data?: undefined };

/** Final refusals: a retry would get the same reply. */
const FINAL = [
	'noCredits',
	'unauthorized',
	'blocked',
	'forbidden',
	'notFound',
	'rejected',
	'redirected',
] as const;

export type FinalKind = (typeof FINAL)[number];

/** Statuses that say nothing about the request itself: a timeout and a conflict (RFC 9110, section 15.5). */
const PASSING_STATUSES = [408, 409];

/** Classifies an HTTP reply (API reference, section 3: envelope, statuses, body codes). */
export function classify(reply: Reply, now: number): Outcome {
	const { status, body } = reply;
	const text = quote(reply);
	const named = isObject(body) && 'data' in body ? { data: body.data } : {};
	const passing = {
		retryAfterMs: parseRetryAfter(reply.headers['retry-after'], now),
		text,
		...named,
	};
	if (status === 429) return { kind: 'rateLimited', ...passing };
	if (status >= 500 || PASSING_STATUSES.includes(status))
		return { kind: 'unavailable', ...passing };
	if (saysRateLimit(status, body)) return { kind: 'rateLimited', ...passing };
	const final = { text, ...named, ...(isObject(body) ? {} : { foreign: true as const }) };
	if (saysNoCredits(body) || status === 402) return { kind: 'noCredits', ...final };
	if (status === 401) return { kind: 'unauthorized', ...final };
	if (status === 403) return { kind: isCloudflareBlock(body) ? 'blocked' : 'forbidden', ...final };
	if (status === 404) return { kind: 'notFound', ...final };
	if (status >= 400) return { kind: 'rejected', ...final };
	const isEnvelope = isObject(body) && ('code' in body || 'data' in body);
	if (status >= 300) return { kind: 'redirected', ...final };
	if (status < 200 || !isEnvelope) return { kind: 'unreadable', ...passing };
	if (isSuccessCode(body.code)) return { kind: 'success', data: body.data };
	// Fotor documents code 999 as "unknown error" (section 3).
	if (String(body.code) === '999') return { kind: 'unavailable', ...passing };
	return { kind: 'rejected', ...final };
}

/** True for a refusal that a retry can't change. */
export function isFinal(outcome: Refusal): outcome is Extract<Refusal, { kind: FinalKind }> {
	return (FINAL as readonly string[]).includes(outcome.kind);
}

/** True if the outcome may change on its own, so a request that is safe to repeat is worth retrying. */
export function isPassing(outcome: Outcome): boolean {
	return outcome.kind !== 'success' && !isFinal(outcome);
}

/** Time in ms that Fotor asked n8n to wait before the next request, or 0 if Fotor specified none. */
export function retryAfterOf(outcome: Outcome): number {
	return 'retryAfterMs' in outcome ? (outcome.retryAfterMs ?? 0) : 0;
}

/** True if the request definitely did not create a task, so even a submission may be sent again. */
export function surelyNotTaken(outcome: Outcome): boolean {
	return ['rateLimited', 'refused', 'unresolved'].includes(outcome.kind);
}

/** True for a documented refusal: the task was definitely not accepted. */
export function refusesTask(outcome: Refusal): outcome is Extract<Refusal, { kind: FinalKind }> {
	return isFinal(outcome) && outcome.kind !== 'redirected';
}

// The documented success code is "000". One of Fotor's clients also accepts the number 0 and a missing code (API
// reference, section 3).
function isSuccessCode(code: unknown): boolean {
	return code === undefined || code === null || code === 0 || code === '0' || code === '000';
}

// Checks both the code and the text, as the official SDK does (section 3, body codes).
function saysNoCredits(body: unknown): boolean {
	if (!isObject(body)) return false;
	return String(body.code) === '510' || /no enough credits/i.test(wordsOf(body));
}

// Fotor also reports a rate limit with HTTP 200 and 400 (section 3: `Rate limit`).
function saysRateLimit(status: number, body: unknown): boolean {
	if (!isObject(body) || (status < 400 && isSuccessCode(body.code))) return false;
	return /rate limit|too many requests/i.test(wordsOf(body));
}

function isCloudflareBlock(body: unknown): boolean {
	const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
	return /\b1010\b/.test(text);
}

/** Fotor's own words, shortened to one line. An HTML page is not quoted. */
function quote({ status, body }: Reply): string {
	if (isObject(body)) {
		const code = codeOf(body.code);
		const parts = [status === 200 ? '' : `HTTP ${status}`, code && `code ${code}`, wordsOf(body)];
		return parts.filter(Boolean).join(', ') || 'an empty reply';
	}
	const text = typeof body === 'string' ? body.trim() : '';
	if (!text) return `HTTP ${status} with an empty body`;
	if (text.startsWith('<')) return `HTTP ${status} with a web page instead of data`;
	return `HTTP ${status} with a reply that is not valid JSON`;
}

function wordsOf(body: Record<string, unknown>): string {
	const words = [body.msg, body.message].find((word) => typeof word === 'string' && word.trim());
	return clean(typeof words === 'string' ? words : '');
}

/** Returns a reply's code as text. Fotor's codes are short, so longer text is cut off. */
function codeOf(code: unknown): string {
	return typeof code === 'string' || typeof code === 'number'
		? clean(String(code)).slice(0, 20)
		: '';
}
