import { ENDPOINTS } from '../../../fotor/api/endpoints';
import { Budget, type Spending } from '../../../fotor/task/budget';
import { expectedTokens } from '../../../fotor/task/price';
import { virtualTime } from '../../support/time';

afterEach(() => jest.restoreAllMocks());

/** A listing set costs 8 tokens per image. */
const job = (num: number): Spending => ({
	endpoint: ENDPOINTS.listingSet,
	body: { num },
	settings: { minimumBalance: 10 },
});

it.each<[string, Parameters<typeof expectedTokens>[0], number | undefined]>([
	['one image', { endpoint: ENDPOINTS.upscaler, body: {} }, 1],
	['a listing set', { endpoint: ENDPOINTS.listingSet, body: { num: 3 } }, 24],
	[
		'headshots',
		{ endpoint: ENDPOINTS.headshot, body: { avatarTemplateParams: [{ num: 2 }, { num: 3 }] } },
		5,
	],
	['a tool without a published price', { endpoint: ENDPOINTS.aiReplace, body: {} }, undefined],
])('calculates the expected tokens for %s, or leaves them unknown', (_, spending, tokens) => {
	expect(expectedTokens(spending)).toBe(tokens);
});

it('a task that ended without a charge releases its reserved tokens', async () => {
	virtualTime();
	const budget = new Budget(async () => await Promise.resolve(100));
	const failed = job(10);
	await budget.reserve(failed);
	budget.release(failed);
	await expect(budget.reserve(job(10))).resolves.toBeUndefined();
});

it('if a task ends while the balance is being read, the balance is read again', async () => {
	virtualTime();
	const [first, second] = [job(5), job(5)];
	let reads = 0;
	const budget = new Budget(async () => {
		if (++reads === 2) budget.release(second);
		return await Promise.resolve(100);
	});
	await budget.reserve(first);
	await budget.reserve(second);
	const waiting = budget.reserve(job(10));
	await new Promise(setImmediate);
	budget.release(first);
	await expect(waiting).resolves.toBeUndefined();
	expect(reads).toBe(3);
});

it('rejects a task that the balance does not cover, and reads the balance only once', async () => {
	virtualTime();
	const read = jest.fn(async () => await Promise.resolve(12));
	const budget = new Budget(read);
	await expect(budget.reserve(job(1))).rejects.toThrow(
		/has 12 tokens left.*needs 8.*'Minimum Balance' is 10/,
	);
	await expect(budget.reserve(job(1))).rejects.toThrow(/has 12 tokens left/);
	expect(read).toHaveBeenCalledTimes(1);
});
