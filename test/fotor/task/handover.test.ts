import { clock } from '../../../fotor/clock';
import { FIRST_MINUTE, Handover } from '../../../fotor/task/handover';
import { SHORTEST_WAIT } from '../../../fotor/task/wakeUps';

let now = 0;
let sleeping: Array<{ until: number; wake: () => void }> = [];

beforeEach(() => {
	now = 0;
	sleeping = [];
	jest.spyOn(clock, 'now').mockImplementation(() => now);
	jest
		.spyOn(clock, 'sleep')
		.mockImplementation(
			async (ms) =>
				await new Promise<void>((resolve) => sleeping.push({ until: now + ms, wake: resolve })),
		);
});
afterEach(() => jest.restoreAllMocks());

/** Sets the clock to `time` and wakes everything that is due by then. */
async function goTo(time: number): Promise<void> {
	now = time;
	for (const { until, wake } of sleeping) if (until <= now) wake();
	await new Promise(setImmediate);
}

const LATE = 3_600_000;

test('a single task is handed over after a minute, not before', async () => {
	const handover = new Handover(1, undefined);
	handover.enter(LATE);
	await goTo(FIRST_MINUTE - 1);
	expect(handover.signal.aborted).toBe(false);
	await goTo(FIRST_MINUTE);
	expect(handover.signal.aborted).toBe(true);
});

test('a task that is known to take minutes is handed over at once', async () => {
	const handover = new Handover(1, undefined);
	handover.enter(LATE, true);
	await goTo(0);
	expect(handover.signal.aborted).toBe(true);
});

test('the task that was submitted last also gets a full minute', async () => {
	const handover = new Handover(2, undefined);
	handover.enter(LATE);
	await goTo(40_000);
	handover.enter(LATE);
	await goTo(FIRST_MINUTE);
	expect(handover.signal.aborted).toBe(false);
	await goTo(40_000 + FIRST_MINUTE);
	expect(handover.signal.aborted).toBe(true);
});

test('no task is handed over while another job is still submitting', async () => {
	const handover = new Handover(2, undefined);
	handover.enter(LATE);
	await goTo(5 * FIRST_MINUTE);
	expect(handover.signal.aborted).toBe(false);
	handover.ended();
	await goTo(5 * FIRST_MINUTE);
	expect(handover.signal.aborted).toBe(true);
});

test('a task that finishes within its first minute is not handed over', async () => {
	const handover = new Handover(1, undefined);
	const leave = handover.enter(LATE);
	await goTo(30_000);
	leave();
	handover.ended();
	await goTo(10 * FIRST_MINUTE);
	expect(handover.signal.aborted).toBe(false);
});

test('a task that is close to its deadline is not handed over', async () => {
	const handover = new Handover(1, undefined);
	handover.enter(FIRST_MINUTE + SHORTEST_WAIT - 1);
	await goTo(FIRST_MINUTE + SHORTEST_WAIT - 2);
	expect(handover.signal.aborted).toBe(false);
});

test('nothing is handed over once the run is over', async () => {
	const over = new AbortController();
	const handover = new Handover(1, over.signal);
	handover.enter(LATE);
	over.abort();
	await goTo(2 * FIRST_MINUTE);
	expect(handover.signal.aborted).toBe(false);
});
