import { Throttle } from '../../../fotor/task/throttle';
import { virtualTime, type VirtualTime } from '../../support/time';

let time: VirtualTime;
beforeEach(() => {
	time = virtualTime(1_000_000);
});
afterEach(() => jest.restoreAllMocks());

/** Lets every pending continuation run. */
const settle = async () => await new Promise((resolve) => setImmediate(resolve));

describe('slots for parallel tasks', () => {
	it('are assigned in call order', async () => {
		const throttle = new Throttle(2);
		const entered: number[] = [];
		const leaves: Array<() => void> = [];
		for (let n = 0; n < 5; n++) {
			void throttle.enter().then((leave) => {
				entered.push(n);
				leaves.push(leave);
			});
		}
		await settle();
		expect(entered).toEqual([0, 1]);
		for (let n = 0; n < 3; n++) {
			leaves[n]?.();
			await settle();
		}
		expect(entered).toEqual([0, 1, 2, 3, 4]);
	});

	it('a new call does not overtake a waiting one', async () => {
		const throttle = new Throttle(1);
		const entered: string[] = [];
		const first = await throttle.enter();
		void throttle.enter().then(() => entered.push('second'));
		first();
		void throttle.enter().then(() => entered.push('third'));
		await settle();
		expect(entered).toEqual(['second']);
	});

	it('releasing a slot twice frees it only once', async () => {
		const throttle = new Throttle(1);
		const leave = await throttle.enter();
		leave();
		leave();
		const entered: number[] = [];
		for (const n of [1, 2]) void throttle.enter().then(() => entered.push(n));
		await settle();
		expect(entered).toEqual([1]);
	});
});

describe('after "too many requests"', () => {
	it('half as many tasks may run in parallel, but at least one', () => {
		const throttle = new Throttle(10);
		const seen: number[] = [];
		for (let n = 0; n < 6; n++) {
			throttle.rateLimited(0);
			seen.push(throttle.current);
			time.now += 2_000;
		}
		expect(seen).toEqual([5, 2, 1, 1, 1, 1]);
	});

	it('several "too many requests" replies within a second count as one', () => {
		const throttle = new Throttle(8);
		for (let n = 0; n < 4; n++) {
			throttle.rateLimited(0);
			time.now += 300;
		}
		throttle.rateLimited(0);
		expect(throttle.current).toBe(2);
	});

	it('each accepted task raises the limit a little, up to the number the user set', () => {
		const throttle = new Throttle(4);
		throttle.rateLimited(0);
		const seen: number[] = [];
		for (let n = 0; n < 12; n++) {
			throttle.accepted();
			seen.push(throttle.current);
		}
		expect(seen).toEqual([2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4]);
	});

	it('waiting calls get a slot as soon as the limit rises', async () => {
		const throttle = new Throttle(2);
		throttle.rateLimited(0);
		await throttle.enter();
		let entered = false;
		void throttle.enter().then(() => (entered = true));
		await settle();
		expect(entered).toBe(false);
		throttle.accepted();
		await settle();
		expect(entered).toBe(true);
	});

	it('nothing is sent until the longest wait that Fotor has asked for is over', async () => {
		const throttle = new Throttle(5);
		throttle.rateLimited(4_000);
		throttle.rateLimited(1_000);
		expect(throttle.quietFor()).toBe(4_000);
		await throttle.quiet();
		expect(time.now).toBe(1_004_000);
		expect(throttle.quietFor()).toBe(0);
	});

	it('a wait is extended if Fotor asks for a longer one in the meantime', async () => {
		const throttle = new Throttle(5);
		throttle.rateLimited(1_000);
		const waiting = throttle.quiet();
		throttle.rateLimited(3_000);
		await waiting;
		// The first second had already passed when Fotor asked for three more.
		expect(time.now).toBe(1_004_000);
	});

	it('the abort signal ends the wait', async () => {
		const throttle = new Throttle(5);
		throttle.rateLimited(60_000);
		await throttle.quiet(AbortSignal.abort());
		expect(time.now).toBe(1_000_000);
	});
});
