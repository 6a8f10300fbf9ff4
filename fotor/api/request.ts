import type {
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
	IDataObject,
} from 'n8n-workflow';

import { clock, pause } from '../clock';
import { Failure } from '../failure';
import { USER_AGENT } from '../version';
import { checkBaseUrl } from './baseUrl';
import { toFault } from './network';
import { classify, type Fault, type Outcome, type Reply } from './outcome';

/** Every place in n8n from which this package talks to Fotor. */
export type ApiContext = IExecuteFunctions | IWebhookFunctions | ILoadOptionsFunctions;

export interface ApiCall {
	method: IHttpRequestMethods;
	/** Begins with `/v1/`. */
	path: string;
	query?: IDataObject;
	body?: IDataObject;
	/** ms until the call counts as lost. */
	timeout: number;
}

/** Request without credentials: signed uploads and downloads. */
export interface Transfer extends Omit<IHttpRequestOptions, 'timeout'> {
	/** ms without any sign of life from the other side. */
	idleTimeout: number;
}

/** The connection of one node run: base URL, key (kept by n8n) and cancel signal. */
export interface Api {
	readonly baseUrl: string;
	/** Set when n8n can cancel this run. */
	readonly signal?: AbortSignal;
	/** One call with the key. Never throws for what Fotor or the network does; throws when cancelled. */
	call(call: ApiCall): Promise<Outcome>;
	/** One request without the key. Never throws for HTTP or network; throws when cancelled. */
	transfer(transfer: Transfer): Promise<Reply | Fault>;
}

/** Timeouts of the official SDK (API reference, section 5): ms. */
export const TIMEOUT = { submit: 30_000, poll: 15_000 };

/**
 * Reads the credential's base URL and binds the node's request helpers.
 * @param halt ends everything under way, like n8n's cancel signal
 * @throws Failure of kind `input` when the base URL can't be used
 */
export async function connect(context: ApiContext, halt?: AbortSignal): Promise<Api> {
	const baseUrl = checkBaseUrl((await context.getCredentials('fotorApi')).baseUrl);
	const cancel =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const signals = [cancel, halt].filter((signal) => signal !== undefined);
	const signal = signals.length ? AbortSignal.any(signals) : undefined;
	return {
		baseUrl,
		signal,
		async call({ method, path, query, body, timeout }) {
			const options: IHttpRequestOptions = {
				method,
				url: baseUrl + path,
				qs: query,
				body,
				json: true,
				headers: { Accept: 'application/json' },
				timeout,
			};
			const reply = await exchange(context, options, { withKey: true, limit: timeout, signal });
			return 'fault' in reply
				? { kind: reply.fault, text: reply.text }
				: classify(reply, clock.now());
		},
		async transfer({ idleTimeout, ...options }) {
			return await exchange(
				context,
				{ ...options, timeout: idleTimeout, abortSignal: options.abortSignal ?? signal },
				{ withKey: false, signal },
			);
		},
	};
}

/** Thrown wherever the execution's cancel signal is noticed. */
export function cancelled(): Failure {
	return new Failure('cancelled', 'The execution was canceled', '');
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
	if (signal?.aborted) throw cancelled();
}

/**
 * The one place where requests leave: statuses are not thrown, redirects not followed, and the wait ends
 * with the cancel signal or `limit` ms after the start (the helper's own timeout only watches for silence).
 */
async function exchange(
	context: ApiContext,
	options: IHttpRequestOptions,
	{ withKey, limit, signal }: { withKey: boolean; limit?: number; signal?: AbortSignal },
): Promise<Reply | Fault> {
	throwIfCancelled(signal);
	const full: IHttpRequestOptions = {
		...options,
		headers: { 'User-Agent': USER_AGENT, ...options.headers },
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	};
	const request = withKey
		? context.helpers.httpRequestWithAuthentication.call(context, 'fotorApi', full)
		: context.helpers.httpRequest(full);
	const reply = (request as Promise<RawReply>).then(toReply, toFault);
	const result = await firstOf(reply, limit, signal);
	throwIfCancelled(signal);
	return result;
}

interface RawReply {
	statusCode: number;
	headers?: Record<string, unknown>;
	body?: unknown;
}

function toReply({ statusCode, headers, body }: RawReply): Reply {
	return { status: statusCode, headers: headers ?? {}, body };
}

/** Waits for the reply, but no longer than `limit` ms and not beyond the signal. */
async function firstOf(
	reply: Promise<Reply | Fault>,
	limit: number | undefined,
	signal: AbortSignal | undefined,
): Promise<Reply | Fault> {
	const done = new AbortController();
	const giveUp = signal ? AbortSignal.any([signal, done.signal]) : done.signal;
	const tooLate = pause(limit ?? NEVER, giveUp).then(
		(): Fault => ({ fault: 'timeout', text: 'no complete reply came in time' }),
	);
	try {
		return await Promise.race([reply, tooLate]);
	} finally {
		done.abort();
	}
}

/** ms; the longest delay a timer takes. */
const NEVER = 2 ** 31 - 1;
