import { clean, isObject } from '../values';
import type { Fault } from './outcome';

const REFUSED = ['ECONNREFUSED'];
/** Codes of failed certificate checks, which happen before anything is sent. */
const UNTRUSTED = [
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];
const UNRESOLVED = ['ENOTFOUND', 'EAI_AGAIN'];
const TIMED_OUT = ['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ERR_CANCELED', 'ABORT_ERR'];

/**
 * Classifies an error thrown by the HTTP helper. The error code may be at different depths: in `code` of the axios
 * error, or in `httpCode` or `cause` of the error that n8n wraps around it.
 */
export function toFault(thrown: unknown): Fault {
	const codes = collectCodes(thrown);
	const has = (known: string[]) => codes.some((code) => known.includes(code));
	const named = codes.find((code) => /^[A-Z][A-Z_]+$/.test(code));
	if (has(REFUSED)) return { fault: 'refused', text: 'the connection was refused' };
	if (has(UNTRUSTED)) {
		return { fault: 'refused', text: `the server's certificate is not trusted: ${named}` };
	}
	if (has(UNRESOLVED)) return { fault: 'unresolved', text: 'the host name was not found' };
	if (has(TIMED_OUT)) return { fault: 'timeout', text: 'no complete reply arrived in time' };
	const text = named ? `the connection was lost (${named})` : 'the connection was lost';
	return { fault: 'broken', text: clean(text) };
}

function collectCodes(thrown: unknown, depth = 0): string[] {
	if (!isObject(thrown) || depth > 4) return [];
	const own = [thrown.code, thrown.httpCode, thrown.errno].filter(
		(code): code is string => typeof code === 'string',
	);
	const messages = [thrown.message, ...(Array.isArray(thrown.messages) ? thrown.messages : [])];
	const inText = messages.flatMap((text) =>
		typeof text === 'string' ? (text.match(/\bE[A-Z]+(?:_[A-Z]+)*\b/g) ?? []) : [],
	);
	return [
		...own,
		...collectCodes(thrown.cause, depth + 1),
		...collectCodes(thrown.errorResponse, depth + 1),
		...inText,
	];
}
