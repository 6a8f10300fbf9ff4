import type { Call } from './client';

const EMPTY_POST = (path: string): Call => ({ method: 'POST', path, body: {} });
const BALANCE: Call = { method: 'GET', path: '/v1/credits' };

/** A key that no account has. */
const WRONG_KEY = 'sk_this-key-does-not-exist';

/**
 * Calls that cost nothing. The submissions among them are empty, so that Fotor has nothing to work on: they show
 * whether a path exists and how a refusal looks.
 */
export const FREE_CALLS: Record<string, Call> = {
	wrongKey: { ...BALANCE, key: WRONG_KEY },
	noKey: { ...BALANCE, key: null },
	agentOfN8n: { ...BALANCE, userAgent: 'n8n' },
	agentOfAxios: { ...BALANCE, userAgent: null },
	unknownTask: { method: 'GET', path: `/v1/aiart/tasks/${'0'.repeat(32)}` },
	temporaryToken: { method: 'GET', path: '/v1/aiart/credentials', query: { timeout: '60' } },
	signOtherType: {
		method: 'GET',
		path: '/v1/upload/sign',
		query: { type: 'replacer', suffix: 'png' },
	},
	emptyBody: EMPTY_POST('/v1/aiart/imgupscale'),
	noSuchPath: EMPTY_POST('/v1/aiart/no-such-tool'),
	expand: EMPTY_POST('/v1/aiart/expand'),
	expander: EMPTY_POST('/v1/aiart/expander'),
	imgexpand: EMPTY_POST('/v1/aiart/imgexpand'),
	facecutout: EMPTY_POST('/v1/aiart/facecutout'),
};
