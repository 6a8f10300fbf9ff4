import axios, { type AxiosRequestConfig } from 'axios';

import { toFault } from '../../fotor/api/network';
import { classify, type Outcome, type Reply } from '../../fotor/api/outcome';
import { USER_AGENT } from '../../fotor/version';
import type { Exchange } from './evidence';

/** ms for one request. */
const TIMEOUT = 30_000;
const LOOPBACK = /^http:\/\/(127\.|localhost|\[::1\])/;

export interface Call {
	method: 'GET' | 'POST';
	path: string;
	query?: Record<string, string>;
	body?: object;
	/** Another key than the account's; null for none. */
	key?: string | null;
	/** Another agent than the package's; null for that of the HTTP library. */
	userAgent?: string | null;
}

export interface Client {
	/** Every reply of the API so far. */
	readonly replies: Reply[];
	/** One request to the API, never repeated, no redirects followed. */
	call(call: Call): Promise<Exchange>;
	/** Puts a file where a signed upload says, without the key. */
	put(url: string, data: Buffer, contentType: string): Promise<Exchange>;
	/** Fetches a file without the key; the body is a Buffer. */
	fetch(url: string): Promise<Exchange>;
}

/** The connection to one account. Nothing is thrown for what the service or the network does. */
export function connect(baseUrl: string, apiKey: string): Client {
	const replies: Reply[] = [];
	const send = async (config: AxiosRequestConfig): Promise<Exchange> => {
		try {
			const { status, headers, data } = await axios.request<unknown>({
				timeout: TIMEOUT,
				maxRedirects: 0,
				validateStatus: () => true,
				maxBodyLength: Number.POSITIVE_INFINITY,
				...(LOOPBACK.test(config.url ?? '') ? { proxy: false } : {}),
				...config,
			});
			return { status, headers: { ...headers }, body: data };
		} catch (thrown) {
			return toFault(thrown);
		}
	};
	return {
		replies,
		async call({ method, path, query, body, key = apiKey, userAgent = USER_AGENT }) {
			const reply = await send({
				method,
				url: baseUrl + path,
				params: query,
				data: body,
				headers: {
					Accept: 'application/json',
					...(key === null ? {} : { Authorization: `Bearer ${key}` }),
					...(userAgent === null ? {} : { 'User-Agent': userAgent }),
				},
			});
			if ('status' in reply) replies.push(reply);
			return reply;
		},
		async put(url, data, contentType) {
			const headers = { 'Content-Type': contentType, 'User-Agent': USER_AGENT };
			return await send({ method: 'PUT', url, data, headers });
		},
		async fetch(url) {
			const headers = { 'User-Agent': USER_AGENT };
			return await send({ method: 'GET', url, headers, responseType: 'arraybuffer' });
		},
	};
}

/** What a request came to, in the terms of the package. */
export function outcomeOf(exchange: Exchange, secret = ''): Outcome {
	return 'fault' in exchange
		? { kind: exchange.fault, text: exchange.text }
		: classify(exchange, Date.now(), secret);
}
