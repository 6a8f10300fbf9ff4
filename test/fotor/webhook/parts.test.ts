import type { Outcome } from '../../../fotor/api/outcome';
import type { Api } from '../../../fotor/api/request';
import { clock } from '../../../fotor/clock';
import { readClaim, webFiles, type Claim } from '../../../fotor/webhook/body';
import { eventOf, filteredOut, parseTypes } from '../../../fotor/webhook/events';
import {
	RecentCalls,
	callKey,
	isRepeat,
	MAX_SEEN,
	readSeen,
	remember,
	writeSeen,
	type Seen,
} from '../../../fotor/webhook/recent';
import { tokenMatches } from '../../../fotor/webhook/token';
import { BUDGET, verify } from '../../../fotor/webhook/verify';
import { virtualTime } from '../../support/time';

afterEach(() => jest.restoreAllMocks());

describe('the secret of a call', () => {
	test.each([
		['a', 'a', true],
		// n8n reads the secret in "?token=ab+c/d==" as "ab c/d==".
		['ab+c/d==', 'ab c/d==', true],
		['ü', 'ü', true],
		['a', 'A', false],
		['a', 'aa', false],
		['aa', 'a', false],
		['a', '', false],
		['a', undefined, false],
		['a', null, false],
		['1', 1, false],
		['a', ['a'], false],
		['a,a', ['a', 'a'], false],
		['[object Object]', {}, false],
		['a', 'a'.repeat(1_000_000), false],
	])('expected %p, received %p, accepted: %p', (expected, given, matches) => {
		expect(tokenMatches(expected, given)).toBe(matches);
	});
});

describe('events and types', () => {
	test('the three ways a task can end without a result count as one event', () => {
		const words = ['completed', 'failed', 'timedOut', 'cancelled', 'inProgress'] as const;
		expect(words.map(eventOf)).toEqual(['completed', 'failed', 'failed', 'failed', 'inProgress']);
	});

	test('types are parsed from a list', () => {
		expect(parseTypes(' avatar,ImgUpscale;; img2img ')).toEqual([
			'avatar',
			'imgupscale',
			'img2img',
		]);
		expect(parseTypes(' , ')).toEqual([]);
	});

	test('an empty list of types matches every type, and an unknown event matches nothing', () => {
		const task = { status: 'completed', type: 'avatar' } as const;
		expect(filteredOut({ events: ['completed'], types: [] }, task)).toBeUndefined();
		expect(filteredOut({ events: ['completed'], types: ['avatar'] }, task)).toBeUndefined();
		expect(filteredOut({ events: ['completed'], types: ['x'] }, task)).toMatch('type');
		expect(filteredOut({ events: ['completed'], types: ['x'] }, { status: 'completed' })).toMatch(
			'type',
		);
		expect(filteredOut({ events: ['timedOut', ''], types: [] }, task)).toMatch('event');
	});
});

describe('the body of a call', () => {
	const ID = 'e0dc194703174b6eafeacb4ee8e02850';

	test.each<[string, unknown, Partial<Claim>]>([
		['the minimum', { taskId: ID, status: 0 }, { status: 'inProgress', files: [] }],
		['a status as text', { taskId: ID, status: '1' }, { status: 'completed' }],
		['an unknown status', { taskId: ID, status: 9 }, { status: 'inProgress' }],
		['text', JSON.stringify({ taskId: ID, status: 2 }), { status: 'failed' }],
		['text with a byte order mark', `\uFEFF{"taskId":"${ID}","status":1}`, { status: 'completed' }],
		['nulls', { taskId: ID, status: 1, type: null, resultUrl: null, avatarResult: null }, {}],
		[
			'a task ID in another format',
			{ taskId: 'task_01-ABC', status: 1 },
			{ taskId: 'task_01-ABC' },
		],
		['more fields than documented', { taskId: ID, status: 1, x: { y: [] } }, { taskId: ID }],
		[
			'the official example',
			{
				taskId: ID,
				status: 1,
				businessId: '75f15294e55540e198bb19cc0a068fd2',
				type: 'avatar',
				resultUrl: '',
				avatarResult: [
					{
						templateId: 't',
						images: [{ id: 'i', url: 's3://img-pub-fotor/x.jpg', hasHsfw: true }],
					},
				],
			},
			{
				type: 'avatar',
				sensitive: true,
				files: [{ url: 'https://pub-static.fotor.com/x.jpg', templateId: 't', sensitive: true }],
			},
		],
	])('%s can be read', (_name, body, expected) => {
		expect(readClaim(body)).toMatchObject(expected);
	});

	test('polluted prototypes and inherited fields are ignored', () => {
		const polluted = JSON.parse(`{"__proto__":{"taskId":"${ID}","status":1}}`) as object;
		expect(readClaim(polluted)).toHaveProperty('unusable');
		expect(({} as Record<string, unknown>).taskId).toBeUndefined();
	});

	test('an overlong URL does not count as a web URL', () => {
		const url = `s3://img-pub-fotor/${'a'.repeat(4_070)}`;
		const claim = readClaim({ taskId: ID, status: 1, resultUrl: url }) as Claim;
		expect(claim.files).toHaveLength(1);
		expect(webFiles(claim)).toEqual([]);
	});
});

describe('repeats', () => {
	const call = { key: callKey('a', 'completed'), verified: true };
	const unverified = { ...call, verified: false };

	test.each([
		[[], call, false],
		[[call], call, true],
		[[call], unverified, true],
		[[unverified], unverified, true],
		[[unverified], call, false],
		[[unverified, call], call, true],
		[[{ ...call, key: callKey('a', 'failed') }], call, false],
	])('after %j, %j is a repeat: %p', (seen, next, repeats) =>
		expect(isRepeat(seen, next)).toBe(repeats),
	);

	test('the list of recent calls keeps the newest entries, without duplicates', () => {
		const keys = Array.from({ length: MAX_SEEN + 5 }, (_, number) =>
			callKey(String(number), 'completed'),
		);
		const ring = keys.reduce<Seen[]>((seen, key) => remember(seen, { key, verified: true }), []);
		expect(ring.map(({ key }) => key)).toEqual(keys.slice(5));
		expect(remember([unverified], call)).toEqual([call]);
		// A process that saw only the unconfirmed call must not overwrite the confirmed call.
		expect(remember([call], unverified)).toEqual([call]);
		expect(writeSeen(ring).length).toBeLessThan(3_000);
	});

	test('stored entries are restored, and anything else is dropped', () => {
		expect(readSeen(writeSeen([call, unverified]))).toEqual([call, unverified]);
		expect(readSeen(writeSeen([]))).toEqual([]);
		for (const junk of [undefined, null, 'x', ' ', 'a:b:c', '?', 5, {}, [[]], [call.key]]) {
			expect(readSeen(junk)).toEqual([]);
		}
		expect(readSeen(`x ${call.key}? \n`)).toEqual([unverified]);
	});

	test('a call in a burst is forgotten after the configured time', () => {
		const burst = new RecentCalls(100);
		burst.add('t', call, 1_000);
		expect(burst.hasRepeat('t', call, 1_099)).toBe(true);
		expect(burst.hasRepeat('other trigger', call, 1_099)).toBe(false);
		expect(burst.hasRepeat('t', call, 1_100)).toBe(false);
		expect(burst.latest('t', 1_100)).toEqual([]);
	});

	test('only the failed call is removed from a burst, not the confirmed one that replaced it', () => {
		const burst = new RecentCalls(100);
		burst.add('t', unverified, 1_000);
		burst.add('t', call, 1_001);
		expect(burst.drop('t', unverified)).toBe(false);
		expect(burst.hasRepeat('t', call, 1_002)).toBe(true);
		expect(burst.drop('t', call)).toBe(true);
		expect(burst.hasRepeat('t', call, 1_002)).toBe(false);
	});

	test('a burst has a maximum size and keeps the newest calls', () => {
		const burst = new RecentCalls(1_000_000);
		const keyOf = (number: number) => ({ key: String(number), verified: true });
		for (let number = 0; number < 6_000; number++) burst.add('t', keyOf(number), number);
		expect(burst.latest('t', 6_000).map(({ key }) => key)).toEqual(
			Array.from({ length: MAX_SEEN }, (_, at) => String(6_000 - MAX_SEEN + at)),
		);
		expect(burst.hasRepeat('t', keyOf(0), 6_000)).toBe(false);
		expect(burst.hasRepeat('t', keyOf(1_001), 6_000)).toBe(true);
	});
});

describe('verification', () => {
	const claim = readClaim({ taskId: 'abc', status: 1, type: 'x' }) as Claim;

	/** A fake API that takes `tookMs` to reply about a task. */
	function api(tookMs: (timeout: number) => number, outcome: Outcome, balance = outcome) {
		const timeouts: number[] = [];
		const fake: Api = {
			baseUrl: 'https://api.example',
			async call({ path, timeout }) {
				if (path === '/v1/credits' && balance !== outcome) return balance;
				timeouts.push(timeout);
				await clock.sleep(Math.min(tookMs(timeout), timeout));
				return outcome;
			},
			transfer: async () => await Promise.reject(new Error('not used')),
		};
		return { fake, timeouts };
	}

	test.each([
		['an API that hangs', (timeout: number) => timeout],
		['an API that takes 3.9 s', () => 3_900],
		['an API that fails immediately', () => 0],
	])('takes at most 10 s with %s', async (_name, took) => {
		const time = virtualTime(1_000);
		const { fake, timeouts } = api(took, { kind: 'timeout', text: 'no reply' });
		expect(await verify(fake, claim)).toMatchObject({ kind: 'unverifiable' });
		expect(time.now - 1_000).toBeLessThanOrEqual(BUDGET);
		expect(timeouts.length).toBeGreaterThan(1);
		expect(Math.min(...timeouts)).toBeGreaterThanOrEqual(500);
	});

	const balance: Outcome = { kind: 'success', data: { total: 5, remaining: 5 } };
	const broken: Outcome = { kind: 'unavailable', text: 'HTTP 500' };

	test.each([0, 1_000, 1_250, 2_000, 3_900, 60_000])(
		'a 500 reply after %i ms leaves time to check whether the API key works',
		async (tookMs) => {
			const time = virtualTime(1_000);
			const { fake } = api(() => tookMs, broken, balance);
			expect(await verify(fake, claim)).toEqual({
				kind: 'forged',
				why: 'Fotor could not handle the request (HTTP 500), although the API key works',
			});
			expect(time.now - 1_000).toBeLessThanOrEqual(BUDGET);
		},
	);

	test.each<Outcome>([
		{ kind: 'rateLimited', text: 'HTTP 429' },
		{ kind: 'rateLimited', text: 'code 888, Rate limit' },
		{ kind: 'rejected', text: 'code 888, Rate limit' },
	])('a rate limit (%j) says nothing about the task, however it is classified', async (outcome) => {
		virtualTime();
		const { fake, timeouts } = api(() => 0, outcome, balance);
		expect(await verify(fake, claim)).toMatchObject({ kind: 'unverifiable' });
		expect(timeouts).toHaveLength(4);
	});

	test('an unreadable balance says nothing about the key', async () => {
		virtualTime();
		const { fake } = api(() => 0, broken, { kind: 'unreadable', text: 'a web page' });
		expect(await verify(fake, claim)).toMatchObject({ kind: 'unverifiable' });
	});

	test('a task that stays in progress is not polled forever', async () => {
		const time = virtualTime();
		const { fake, timeouts } = api(() => 100, { kind: 'success', data: { status: 0 } });
		expect(await verify(fake, claim)).toMatchObject({ kind: 'forged' });
		expect(timeouts).toHaveLength(4);
		expect(time.now).toBeLessThanOrEqual(BUDGET);
	});
});
