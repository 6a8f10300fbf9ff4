import { readBalance } from '../../fotor/api/balance';
import { freeCall } from '../../fotor/api/retry';
import { freeCallFailure } from '../../fotor/api/explain';
import { isObject } from '../../fotor/values';
import { isoTime, outputItem } from '../../fotor/result/items';
import type { FreeJob } from '../../fotor/run';
import type { Form } from '../shared/form';

/** API reference, section 6. */
export function getBalance({ itemIndex }: Form): FreeJob {
	return {
		kind: 'free',
		itemIndex,
		work: async (api) => [outputItem({ ...(await readBalance(api)) }, itemIndex)],
	};
}

/** One item per token package. The links expire after 30 minutes (API reference, section 20). */
export function getRechargeLinks({ itemIndex }: Form): FreeJob {
	return {
		kind: 'free',
		itemIndex,
		async work(api) {
			const outcome = await freeCall(api, { method: 'GET', path: '/v1/payment/links' });
			const what = "the top-up links can't be read";
			if (outcome.kind !== 'success') throw freeCallFailure(what, outcome);
			if (!Array.isArray(outcome.data)) {
				throw freeCallFailure(what, { kind: 'unreadable', text: 'no links in the reply' });
			}
			const links: unknown[] = outcome.data;
			return links.filter(isObject).map((link) => outputItem(link as never, itemIndex));
		},
	};
}

/** An editor token for Fotor's embeddable editor. `expire` is Unix time in ms (API reference, section 20). */
export function createTemporaryToken(form: Form): FreeJob {
	const { itemIndex } = form;
	const timeout = form.number('timeout');
	return {
		kind: 'free',
		itemIndex,
		async work(api) {
			const call = { method: 'GET', path: '/v1/aiart/credentials', query: { timeout } } as const;
			const outcome = await freeCall(api, call);
			const what = 'no editor token was created';
			if (outcome.kind !== 'success') throw freeCallFailure(what, outcome);
			const { token, expire } = isObject(outcome.data) ? outcome.data : {};
			if (typeof token !== 'string') {
				throw freeCallFailure(what, { kind: 'unreadable', text: 'no editor token in the reply' });
			}
			const expiresAt = isoTime(typeof expire === 'number' ? expire : undefined);
			return [outputItem({ token, expire: (expire ?? null) as never, expiresAt }, itemIndex)];
		},
	};
}
