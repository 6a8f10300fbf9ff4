import { NodeApiError, type INode, type JsonObject } from 'n8n-workflow';

import { toFault } from '../../../fotor/api/network';

const NODE = { id: '1', name: 'n', type: 't', typeVersion: 1, position: [0, 0], parameters: {} };

const axios = (code: string, message = code) =>
	Object.assign(new Error(message), { code, isAxiosError: true });

/** Wraps an error the way n8n's helper does before throwing it. */
const wrapped = (error: Error) =>
	new NodeApiError(NODE as unknown as INode, error as unknown as JsonObject);

describe('classifying requests without a reply', () => {
	it.each([
		['ECONNREFUSED', 'refused'],
		['ENOTFOUND', 'unresolved'],
		['EAI_AGAIN', 'unresolved'],
		['ECONNABORTED', 'timeout'],
		['ETIMEDOUT', 'timeout'],
		['ERR_CANCELED', 'timeout'],
		['ECONNRESET', 'broken'],
		['EPIPE', 'broken'],
		['ERR_BAD_RESPONSE', 'broken'],
		['CERT_HAS_EXPIRED', 'refused'],
		['SELF_SIGNED_CERT_IN_CHAIN', 'refused'],
	])("%s counts as `%s`, even when wrapped in n8n's error", (code, fault) => {
		expect(toFault(axios(code)).fault).toBe(fault);
		expect(toFault(wrapped(axios(code))).fault).toBe(fault);
	});

	it('finds the error code in the cause and in the message', () => {
		expect(toFault({ cause: { cause: { code: 'ECONNREFUSED' } } }).fault).toBe('refused');
		expect(toFault(new Error('connect ECONNREFUSED 127.0.0.1:1')).fault).toBe('refused');
		expect(toFault({ messages: ['getaddrinfo ENOTFOUND x'] }).fault).toBe('unresolved');
	});

	it.each([undefined, null, 'text', 7, {}, new Error('socket hang up')])(
		'anything else (%p) counts as a broken connection, since the request may have arrived',
		(thrown) => {
			expect(toFault(thrown)).toEqual({ fault: 'broken', text: 'the connection was lost' });
		},
	);

	it('handles circular causes', () => {
		const loop: Record<string, unknown> = {};
		loop.cause = loop;
		expect(toFault(loop).fault).toBe('broken');
	});

	it('includes the error code in the text', () => {
		expect(toFault(axios('EPIPE')).text).toBe('the connection was lost (EPIPE)');
		expect(toFault(wrapped(axios('CERT_HAS_EXPIRED', 'certificate has expired'))).text).toBe(
			"the server's certificate is not trusted: CERT_HAS_EXPIRED",
		);
	});
});
