import {
	Durations,
	gapAt,
	nextLook,
	SCHEDULE,
	tookMs,
	type LookInput,
} from '../../../fotor/task/schedule';

/** Duration of a request to Fotor, in ms, as in bench/speed.ts. */
const LATENCY = 40;

interface Followed {
	/** Ages at which the task was polled, in ms. */
	looks: number[];
	/** Time from the end of the task to the next poll, in ms. Undefined if the task was not polled after its end. */
	late?: number;
}

/** Polls a task of a given duration as waitForTask does, without waiting. */
function follow(duration: number, given: Partial<LookInput> = {}): Followed {
	const looks: number[] = [];
	const deadline = given.deadline ?? 3_600_000;
	for (let age = 0; ; ) {
		const at = nextLook({ ...LOOK, ...given, deadline, age, looks: looks.length });
		if (at === undefined) return { looks };
		looks.push(at);
		if (at >= duration) return { looks, late: at - duration };
		age = at + LATENCY;
	}
}

const LOOK: LookInput = {
	age: 0,
	looks: 0,
	interval: 0,
	place: 0,
	unanswered: 0,
	retryAfter: 0,
	deadline: 600_000,
};

const gaps = (looks: number[]) => looks.slice(1).map((at, n) => Math.round(at - (looks[n] ?? 0)));

describe('a task', () => {
	it('is first polled after 1 s', () => {
		expect(nextLook(LOOK)).toBe(1_000);
	});

	it('is polled at intervals that grow with its age', () => {
		const { looks } = follow(SCHEDULE.lateAge);
		const grown = gaps(looks);
		for (const [n, gap] of grown.entries()) {
			expect(gap).toBeGreaterThanOrEqual(grown[n - 1] ?? 0);
		}
		expect(Math.max(...grown)).toBeLessThanOrEqual(SCHEDULE.longestGap + LATENCY);
	});

	it('is never polled past the deadline, and is polled once at the deadline itself', () => {
		for (const deadline of [500, 1_000, 4_321, 60_000, 600_000]) {
			const { looks } = follow(Infinity, { deadline });
			expect(looks.at(-1)).toBe(deadline);
			expect(Math.max(...looks)).toBe(deadline);
			expect(new Set(looks).size).toBe(looks.length);
		}
	});

	it('is not polled if its deadline has already passed', () => {
		expect(nextLook({ ...LOOK, age: 600_000, looks: 9 })).toBeUndefined();
	});

	it('is polled at once if it is already old, for example after the execution is retried', () => {
		expect(nextLook({ ...LOOK, age: 90_000 })).toBe(90_000);
	});

	it('is not polled before Retry-After has passed, unless the deadline comes first', () => {
		expect(nextLook({ ...LOOK, age: 2_000, looks: 2, retryAfter: 9_000 })).toBe(11_000);
		expect(nextLook({ ...LOOK, age: 2_000, looks: 2, retryAfter: 900_000 })).toBe(600_000);
	});

	it('is polled less often after several polls without a reply', () => {
		const after = (unanswered: number) =>
			(nextLook({ ...LOOK, age: 4_000, looks: 5, unanswered }) ?? 0) - 4_000;
		expect([0, 1, 2, 3, 4].map(after)).toEqual([560, 560, 1_120, 2_240, 4_480]);
		expect(after(50)).toBeLessThanOrEqual(SCHEDULE.longestGap);
	});

	it("is polled at the fixed interval that the user set in 'Poll Interval'", () => {
		const { looks } = follow(30_000, { interval: 7_000 });
		expect(looks[0]).toBe(7_000);
		expect(gaps(looks)).toEqual(gaps(looks).map(() => 7_000 + LATENCY));
	});
});

describe('tasks in one batch', () => {
	it('are not polled at the same moment', () => {
		const first = [0, 0.2, 0.4, 0.6, 0.8].map((place) => nextLook({ ...LOOK, place }) ?? 0);
		expect(new Set(first).size).toBe(5);
		expect(Math.max(...first) - Math.min(...first)).toBeLessThan(100);
	});

	it('are first polled just after the age at which earlier tasks finished', () => {
		expect(nextLook({ ...LOOK, learned: 4_300 })).toBe(4_340);
	});

	it('are also polled halfway through if earlier tasks took a long time', () => {
		const { looks } = follow(60_000, { learned: 60_000 });
		expect(looks).toEqual([30_020, 60_040]);
	});

	it('fall back to the usual intervals when the learned time was too short', () => {
		const { looks, late } = follow(6_000, { learned: 4_300 });
		expect(looks[0]).toBe(4_340);
		expect(late).toBeLessThanOrEqual(SCHEDULE.shortestGap + LATENCY);
	});

	it('use the shortest of the last eight durations, separately for each tool', () => {
		const durations = new Durations();
		expect(durations.expected('/a')).toBeUndefined();
		durations.add('/a', 900);
		for (let n = 0; n < 7; n++) durations.add('/a', 2_000 + n);
		expect(durations.expected('/a')).toBe(900);
		durations.add('/a', 3_000);
		expect(durations.expected('/a')).toBe(2_000);
		expect(durations.expected('/b')).toBeUndefined();
	});

	it('use the duration that Fotor reports if it fits the poll times, and otherwise the observed one', () => {
		const seen = { lastPendingAge: 3_800, finishedAge: 4_360 };
		expect(tookMs({ ...seen, createTime: 1_000, updateTime: 5_300 })).toBe(4_300);
		expect(tookMs({ ...seen, createTime: 1_000, updateTime: 2_000 })).toBe(4_360);
		expect(tookMs({ ...seen, createTime: 1_000, updateTime: 99_000 })).toBe(4_360);
		expect(tookMs({ ...seen, updateTime: 5_300 })).toBe(4_360);
	});
});

describe('how late the end of a task is noticed, and how many polls it takes', () => {
	it('a 4.3-second task needs at most 8 polls, and its end is noticed at most 0.3 s late', () => {
		const { looks, late } = follow(4_300);
		expect(looks.length).toBeLessThanOrEqual(8);
		expect(late).toBeLessThanOrEqual(300);
	});

	it('a 10-minute task needs at most 60 polls, and its end is noticed at most 8 s late', () => {
		for (let duration = 590_000; duration <= 610_000; duration += 500) {
			const { looks, late } = follow(duration);
			expect(looks.length).toBeLessThanOrEqual(60);
			expect(late).toBeLessThanOrEqual(8_000);
		}
	});

	// Task duration in s, maximum number of polls, maximum delay in s. Change them only deliberately.
	it.each([
		[0.5, 1, 0.6],
		[1, 1, 0.6],
		[2, 3, 0.7],
		[5, 9, 0.7],
		[10, 15, 1.8],
		[30, 22, 6],
		[60, 26, 12],
		[120, 30, 21],
		[300, 39, 21],
		[600, 60, 8],
		[1_200, 140, 8],
		[1_800, 220, 8],
	])(
		'for a task of %d s, the number of polls is at most %i, and the end is noticed at most %d s late',
		(seconds, most, latest) => {
			// Checks all durations from 90% to 100% of `seconds`.
			for (let duration = seconds * 900; duration <= seconds * 1_000; duration += seconds * 10) {
				const { looks, late } = follow(duration);
				expect(looks.length).toBeLessThanOrEqual(most);
				expect(late).toBeLessThanOrEqual(latest * 1_000);
			}
		},
	);

	it('once a task is 9 minutes old, the gap between polls is shorter again', () => {
		expect(gapAt(SCHEDULE.lateAge - 1)).toBe(SCHEDULE.longestGap);
		expect(gapAt(SCHEDULE.lateAge)).toBe(SCHEDULE.lateGap);
	});
});
