import type { IAdditionalCredentialOptions, IHttpRequestOptions } from 'n8n-workflow';

import type { ApiContext } from '../../../fotor/api/credential';
import { connect } from '../../../fotor/api/request';
import { clock } from '../../../fotor/clock';
import { USER_AGENT } from '../../../fotor/version';
import { speedUp } from '../../support/time';

type Send = (options: IHttpRequestOptions) => Promise<unknown>;

const REPLY = { statusCode: 200, headers: {}, body: { code: '000', data: { taskId: 't1' } } };

/** A node context whose helpers record their arguments. */
function context(send: Send = async () => await Promise.resolve(REPLY), cancel?: AbortSignal) {
	const asked: { withKey: IHttpRequestOptions[]; withoutKey: IHttpRequestOptions[] } = {
		withKey: [],
		withoutKey: [],
	};
	const node = {
		getCredentials: async () =>
			await Promise.resolve({ apiKey: 'sandbox-key', baseUrl: 'https://api.example.com/' }),
		getExecutionCancelSignal: () => cancel,
		helpers: {
			httpRequestWithAuthentication: async (_name: string, options: IHttpRequestOptions) => {
				asked.withKey.push(options);
				return await send(options);
			},
			httpRequest: async (options: IHttpRequestOptions) => {
				asked.withoutKey.push(options);
				return await send(options);
			},
		},
	};
	return { asked, node: node as unknown as ApiContext };
}

afterEach(() => jest.restoreAllMocks());

describe('the credential', () => {
	/** A context whose key changes on each read, plus the keys that requests were sent with. */
	function changingKey() {
		const used: unknown[] = [];
		const { node } = context();
		let readings = 0;
		const getCredentials = jest.fn(async () => {
			const apiKey = `key ${++readings}`;
			return await Promise.resolve({ apiKey, baseUrl: 'https://api.example.com' });
		});
		const httpRequestWithAuthentication = async (
			_name: string,
			_options: IHttpRequestOptions,
			{ credentialsDecrypted }: IAdditionalCredentialOptions,
		) => {
			used.push(credentialsDecrypted?.data?.apiKey);
			return await Promise.resolve(REPLY);
		};
		const helpers = { ...node.helpers, httpRequestWithAuthentication };
		const changing = { ...node, getCredentials, helpers } as unknown as ApiContext;
		return { node: changing, used, getCredentials };
	}
	const look = { method: 'GET', path: '/v1/x', timeout: 1_000 } as const;
	const later = (ms: number) => {
		const start = Date.now();
		jest.spyOn(clock, 'now').mockImplementation(() => start + ms);
	};

	it('is read once for many requests, and again after 10 s', async () => {
		const { node, used, getCredentials } = changingKey();
		const api = await connect(node);
		await Promise.all(Array.from({ length: 5 }, async () => await api.call(look)));
		later(10_000);
		await Promise.all(Array.from({ length: 5 }, async () => await api.call(look)));
		expect(used.slice(0, 5)).toEqual(Array(5).fill('key 1'));
		expect(used.at(-1)).toBe('key 2');
		expect(getCredentials).toHaveBeenCalledTimes(2);
	});

	it("stays in use if it can't be read again, so waiting for a paid task continues", async () => {
		const { node, used, getCredentials } = changingKey();
		const api = await connect(node);
		getCredentials.mockRejectedValue(new Error('the database is down'));
		later(10_000);
		expect(await api.call(look)).toMatchObject({ kind: 'success' });
		expect(used).toEqual(['key 1']);
	});
});

describe('every request', () => {
	it('names this package as the user agent, follows no redirects and never throws because of an HTTP status', async () => {
		const { asked, node } = context();
		const api = await connect(node);
		await api.call({ method: 'GET', path: '/v1/credits', timeout: 1_000 });
		await api.transfer({ method: 'GET', url: 'https://cdn.example.com/1.png', idleTimeout: 1_000 });
		expect(asked.withKey).toHaveLength(1);
		expect(asked.withoutKey).toHaveLength(1);
		for (const options of [...asked.withKey, ...asked.withoutKey]) {
			expect(options).toMatchObject({
				headers: { 'User-Agent': USER_AGENT },
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
				timeout: 1_000,
			});
		}
		expect(asked.withKey[0]?.url).toBe('https://api.example.com/v1/credits');
	});

	it('ends at its timeout, even if the helper never does', async () => {
		speedUp(1_000);
		const { node } = context(async () => await new Promise(() => {}));
		const api = await connect(node);
		expect(await api.call({ method: 'GET', path: '/v1/x', timeout: 15_000 })).toMatchObject({
			kind: 'timeout',
		});
	});

	it('is aborted at its timeout', async () => {
		speedUp(1_000);
		const { asked, node } = context(async () => await new Promise(() => {}));
		const api = await connect(node);
		await api.transfer({ method: 'GET', url: 'https://x/', idleTimeout: 15_000 });
		expect(asked.withoutKey[0]?.abortSignal?.aborted).toBe(true);
	});

	it('is not aborted after the reply has started, since the body is still streaming', async () => {
		const { asked, node } = context();
		const api = await connect(node);
		await api.transfer({ method: 'GET', url: 'https://x/', idleTimeout: 15_000 });
		expect(asked.withoutKey[0]?.abortSignal?.aborted).toBe(false);
	});

	it('has enough time to upload its bytes on a slow connection', async () => {
		const { asked, node } = context();
		const api = await connect(node);
		const headers = { 'Content-Length': String(20_000_000) };
		await api.transfer({ method: 'PUT', url: 'https://x/', headers, idleTimeout: 60_000 });
		expect(asked.withoutKey[0]?.timeout).toBeGreaterThan(30 * 60_000);
	});

	it('ignores a reply that arrives after a cancellation, and is not sent if the execution is already canceled', async () => {
		const cancel = new AbortController();
		const { asked, node } = context(async () => {
			cancel.abort();
			return await Promise.resolve(REPLY);
		}, cancel.signal);
		const api = await connect(node);
		const call = async () => await api.call({ method: 'POST', path: '/v1/x', timeout: 1_000 });
		await expect(call()).rejects.toMatchObject({ kind: 'cancelled' });
		await expect(call()).rejects.toMatchObject({ kind: 'cancelled' });
		expect(asked.withKey).toHaveLength(1);
	});
});
