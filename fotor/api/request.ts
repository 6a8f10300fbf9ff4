import type {
	ICredentialDataDecryptedObject,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IDataObject,
} from 'n8n-workflow';

import { clock, within } from '../clock';
import { Failure } from '../failure';
import { USER_AGENT } from '../version';
import { checkBaseUrl } from './baseUrl';
import { bodyTime } from './bodyTime';
import { readCredential, type ApiContext, type Credential } from './credential';
import { toFault } from './network';
import { classify, type Fault, type Outcome, type Reply } from './outcome';
import { parseBody } from './replyBody';

export interface ApiCall {
	method: IHttpRequestMethods;
	/** Begins with `/v1/`. */
	path: string;
	query?: IDataObject;
	body?: IDataObject;
	/** Time after which the call counts as lost, ms. */
	timeout: number;
	/** How long to keep waiting for the reply after a cancellation, ms. The reply may name a paid task. Default: 0. */
	grace?: number;
}

/** A request without credentials, for signed uploads and for downloads. */
export interface Transfer extends Omit<IHttpRequestOptions, 'timeout' | 'abortSignal'> {
	/** Maximum time to the first byte of the reply, ms, on top of the time allowed for the request body. */
	idleTimeout: number;
	/** Unix ms. If the request body is still being sent at this time, it is cut off soon afterward. */
	deadline?: number;
}

/** The connection for one node run: base URL, key (kept by n8n) and cancel signal. */
export interface Api {
	readonly baseUrl: string;
	/** Set if n8n can cancel this run. */
	readonly signal?: AbortSignal;
	/** Unix ms by which calls that cost nothing must be answered; unset = no limit. */
	readonly answerBy?: number;
	/** Sends one request with the API key. Throws only when canceled, whatever Fotor or the network does. */
	call(call: ApiCall): Promise<Outcome>;
	/** Sends one request without the API key. Throws when canceled, but not for HTTP or network faults. */
	transfer(transfer: Transfer): Promise<Reply | Fault>;
}

/**
 * Timeouts in ms. `submit` and `poll` are the official SDK's values (API reference, section 5). `idle` is the longest
 * time without a byte during a file transfer.
 */
export const TIMEOUT = { submit: 30_000, poll: 15_000, idle: 60_000 };

/**
 * Reads the credential's base URL and binds the node's request helpers.
 * @param halt ends everything under way, like n8n's cancel signal
 * @param answerBy see `Api`
 * @throws Failure of kind `input` when the base URL can't be used
 */
export async function connect(
	context: ApiContext,
	halt?: AbortSignal,
	answerBy?: number,
): Promise<Api> {
	const credential = await readCredential(context);
	const baseUrl = checkBaseUrl(credential.known().baseUrl);
	const cancel =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const signals = [cancel, halt].filter((signal) => signal !== undefined);
	const signal = signals.length ? AbortSignal.any(signals) : undefined;
	return {
		baseUrl,
		signal,
		answerBy,
		async call({ method, path, query, body, timeout: limit, grace }) {
			const options: IHttpRequestOptions = {
				method,
				url: baseUrl + path,
				qs: query,
				body,
				json: true,
				// As text, because `parseBody` parses the reply.
				encoding: 'text',
				headers: { Accept: 'application/json' },
			};
			const reply = await exchange(context, options, { credential, limit, signal, grace });
			if ('fault' in reply) return { kind: reply.fault, text: reply.text };
			const parsed = parseBody(reply.body, credential.known().apiKey);
			return classify({ ...reply, body: parsed }, clock.now());
		},
		async transfer({ idleTimeout, deadline, ...options }) {
			const bytes = Number(options.headers?.['Content-Length'] ?? 0);
			const limit = bodyTime(idleTimeout, bytes, deadline);
			return await exchange(context, options, { limit, signal });
		},
	};
}

/** The failure that is thrown when the execution has been canceled. */
function cancelled(): Failure {
	return new Failure('cancelled', 'The execution was canceled', '');
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
	if (signal?.aborted) throw cancelled();
}

interface Exchange {
	/** The credential whose key is sent. If it is unset, the request is sent without a key. */
	credential?: Credential;
	/** ms */
	limit: number;
	signal?: AbortSignal;
	/** ms */
	grace?: number;
}

/**
 * Every request goes through here. Error statuses don't throw, redirects aren't followed, and the wait ends on the
 * cancel signal or `limit` ms after the start. The timeout of n8n's HTTP helper covers only the time to the first byte.
 */
async function exchange(
	context: ApiContext,
	options: IHttpRequestOptions,
	{ credential, limit, signal, grace = 0 }: Exchange,
): Promise<Reply | Fault> {
	throwIfCancelled(signal);
	const late = new AbortController();
	const full: IHttpRequestOptions = {
		...options,
		headers: { 'User-Agent': USER_AGENT, ...options.headers },
		timeout: limit,
		// For requests with the key, n8n replaces this signal with its own cancel signal.
		abortSignal: AbortSignal.any(signal && !grace ? [signal, late.signal] : [late.signal]),
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	};
	const request = credential
		? credential.fresh().then(async (data) => {
				// Reading the credential may have taken longer than the time allowed for the request.
				if (full.abortSignal?.aborted) throw cancelled();
				return await requestWithKey(grace ? withoutCancel(context) : context, full, data);
			})
		: context.helpers.httpRequest(full);
	const reply = (request as Promise<RawReply>).then(toReply).catch(toFault);
	const inTime = await within(limit, reply, signal);
	const result = inTime ?? (grace && signal?.aborted ? await within(grace, reply) : undefined);
	// A reply that has arrived counts even after a cancellation: it may name a paid task.
	if (result && !('fault' in result)) return result;
	if (!result) late.abort();
	throwIfCancelled(signal);
	if (result) return result;
	return { fault: 'timeout', text: 'no complete reply arrived in time' };
}

async function requestWithKey(
	context: ApiContext,
	options: IHttpRequestOptions,
	data: ICredentialDataDecryptedObject,
): Promise<unknown> {
	const credentialsDecrypted = { id: '', name: '', type: 'fotorApi', data };
	return await context.helpers.httpRequestWithAuthentication.call(context, 'fotorApi', options, {
		credentialsDecrypted,
	});
}

/** The context that n8n's HTTP helper needs, without the cancel signal, which would end the request at once. */
function withoutCancel(context: ApiContext): ApiContext {
	const { helpers, logger } = context;
	return { helpers, logger, getNode: () => context.getNode() } as ApiContext;
}

interface RawReply {
	statusCode: number;
	headers?: Record<string, unknown>;
	body?: unknown;
}

function toReply({ statusCode, headers, body }: RawReply): Reply {
	return { status: statusCode, headers: headers ?? {}, body };
}
