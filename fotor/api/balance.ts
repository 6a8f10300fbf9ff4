import { isObject } from '../values';
import { freeCallFailure } from './explain';
import type { Api } from './request';
import { freeCall } from './retry';

/**
 * Reads the account's token balance (API reference, section 6).
 * @throws Failure when it can't be read
 */
export async function readBalance(api: Api): Promise<{ total: number; remaining: number }> {
	const outcome = await freeCall(api, { method: 'GET', path: '/v1/credits' });
	const what = "the token balance can't be read";
	if (outcome.kind !== 'success') throw freeCallFailure(what, outcome);
	const { total, remaining } = isObject(outcome.data) ? outcome.data : {};
	if (!Number.isFinite(Number(remaining)) || remaining === null || remaining === undefined) {
		throw freeCallFailure(what, { kind: 'unreadable', text: 'no balance in the reply' });
	}
	return { total: Number(total ?? 0), remaining: Number(remaining) };
}
