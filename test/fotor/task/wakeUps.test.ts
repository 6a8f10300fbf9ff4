import { FIRST_MINUTE } from '../../../fotor/task/handover';
import { nextLook } from '../../../fotor/task/schedule';
import { nextWakeUp, SHORTEST_WAIT } from '../../../fotor/task/wakeUps';

/** Number of polls in the first minute, while the execution still occupies a worker. */
function firstMinute(): number {
	let looks = 0;
	for (let age = 0; ; looks++) {
		const given = { looks, interval: 0, place: 0, unanswered: 0, retryAfter: 0 };
		const at = nextLook({ ...given, age, deadline: 1e9, isSparse: true }) ?? Infinity;
		if (at > FIRST_MINUTE) return looks;
		age = at;
	}
}

/** Ages of the task, in ms, at the wake-ups after the first minute. The last wake-up is at the deadline. */
function wakeUps(deadline: number, more: object = {}): number[] {
	const found: number[] = [];
	for (let now = FIRST_MINUTE; now < deadline; ) {
		now = nextWakeUp(now, [{ deadline, ...more }]);
		found.push(now);
	}
	return found;
}

const MINUTE = 60_000;

test.each([10, 20, 30, 60])('over %i minutes, no gap between wake-ups exceeds 70 s', (minutes) => {
	const deadline = minutes * MINUTE;
	const ages = [FIRST_MINUTE, ...wakeUps(deadline)];
	const gaps = ages.slice(1).map((age, index) => age - (ages[index] ?? 0));
	expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SHORTEST_WAIT);
	expect(Math.max(...gaps)).toBeLessThan(70_000);
	expect(ages.at(-1)).toBeCloseTo(deadline, 0);
});

test('a ten-minute task needs at most 20 polls', () => {
	const later = wakeUps(30 * MINUTE).filter((age) => age <= 10 * MINUTE);
	// The 1 is the poll that finds the task completed.
	expect(firstMinute() + later.length + 1).toBeLessThanOrEqual(20);
	expect(firstMinute() + wakeUps(10 * MINUTE).length).toBeLessThanOrEqual(20);
});

test('in the first minute, the delay in noticing the end of a task is at most half the task duration', () => {
	for (let age = 0, looks = 0; age < FIRST_MINUTE; looks++) {
		const given = { looks, interval: 0, place: 0, unanswered: 0, retryAfter: 0 };
		const next = nextLook({ ...given, age, deadline: 1e9, isSparse: true }) ?? 0;
		expect(next - age).toBeLessThanOrEqual(Math.max(1_000, age * 0.46));
		age = next;
	}
});

test('a poll at the expected time replaces the polls just before and after it', () => {
	const ages = wakeUps(30 * MINUTE, { expected: 160_000 });
	expect(ages[0]).toBe(160_000);
});

test("Retry-After and 'Poll Interval' lengthen the gap between wake-ups", () => {
	const given = { deadline: 30 * MINUTE };
	expect(nextWakeUp(0, [{ ...given, retryAfter: 100_000 }])).toBeGreaterThanOrEqual(100_000);
	expect(nextWakeUp(0, [{ ...given, interval: 200_000 }])).toBeGreaterThanOrEqual(200_000);
});

test('the task that is due first determines the wait, which is never shorter than n8n allows', () => {
	const [soon, later] = [{ deadline: 80_000 }, { deadline: 30 * MINUTE, retryAfter: 300_000 }];
	expect(nextWakeUp(0, [later])).toBe(300_000);
	expect(nextWakeUp(0, [later, soon])).toBe(80_000);
	expect(nextWakeUp(0, [{ deadline: 10_000 }])).toBe(SHORTEST_WAIT);
});
