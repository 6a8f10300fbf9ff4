import { clock, pause, within } from '../../fotor/clock';
import { complaintsDuring } from '../support/watch';

const never = new Promise<never>(() => {});

afterEach(() => jest.restoreAllMocks());

describe('a pause', () => {
	it('lasts as long as requested', async () => {
		const begin = Date.now();
		await pause(40);
		expect(Date.now() - begin).toBeGreaterThanOrEqual(38);
	});

	it('ends immediately for zero, a negative time, or an aborted signal', async () => {
		const sleep = jest.spyOn(clock, 'sleep');
		await pause(0);
		await pause(-5);
		await pause(60_000, AbortSignal.abort());
		expect(sleep).not.toHaveBeenCalled();
	});

	it('ends on abort without rejecting', async () => {
		const stop = new AbortController();
		const begin = Date.now();
		const waiting = pause(60_000, stop.signal);
		stop.abort();
		await waiting;
		expect(Date.now() - begin).toBeLessThan(30_000);
	});

	it('clears its timer when it ends early', async () => {
		const signals: AbortSignal[] = [];
		jest.spyOn(clock, 'sleep').mockImplementation(async (_ms, signal) => {
			if (signal) signals.push(signal);
			await never;
		});
		const stop = new AbortController();
		const waiting = [pause(60_000, stop.signal), pause(60_000, stop.signal)];
		stop.abort();
		await Promise.all(waiting);
		expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
	});

	it('does not overflow with an infinite duration, unlike a timer', async () => {
		const asked: number[] = [];
		jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
			asked.push(ms);
			await Promise.resolve();
		});
		await pause(Number.POSITIVE_INFINITY);
		expect(asked).toEqual([2 ** 31 - 1]);
	});

	it('shares one listener on the signal with a thousand other pauses', async () => {
		const stop = new AbortController();
		const add = jest.spyOn(stop.signal, 'addEventListener');
		const complaints = await complaintsDuring(async () => {
			const waiting = Array.from({ length: 1_000 }, async () => await pause(60_000, stop.signal));
			stop.abort();
			await Promise.all(waiting);
		});
		expect(add).toHaveBeenCalledTimes(1);
		expect(complaints).toEqual([]);
	});
});

describe('a promise with a timeout', () => {
	it('yields its value if it settles in time', async () => {
		expect(await within(60_000, Promise.resolve('here'))).toBe('here');
	});

	it('yields nothing after the timeout or an abort', async () => {
		expect(await within(5, never)).toBeUndefined();
		expect(await within(60_000, never, AbortSignal.timeout(10))).toBeUndefined();
		expect(await within(60_000, Promise.resolve(1), AbortSignal.abort())).toBeUndefined();
	});

	it('passes on a rejection', async () => {
		await expect(within(60_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
	});
});
