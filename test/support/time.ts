import { setImmediate as nextTurn, setTimeout as realSleep } from 'node:timers/promises';

import { clock } from '../../fotor/clock';

export interface FastTime {
	/** Every wait that the engine began, in its own ms; limits of requests (15 s and more) are left out. */
	readonly waits: number[];
	/** Called before each of these waits begins. */
	onWait?: (ms: number) => void;
}

/** Waits from here on are limits of requests, which end early when the reply comes. */
const LIMITS = 15_000;

/**
 * Makes the engine's clock run `factor` times as fast. Requests take the time they take, so that a reply within
 * 15 ms of the real clock takes 15 × `factor` ms here. Undone by jest.restoreAllMocks().
 */
export function speedUp(factor: number): FastTime {
	const start = Date.now();
	const time: FastTime = { waits: [] };
	jest.spyOn(clock, 'now').mockImplementation(() => start + (Date.now() - start) * factor);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms, signal) => {
		if (ms < LIMITS) {
			time.waits.push(ms);
			time.onWait?.(ms);
		}
		await realSleep(ms / factor, undefined, { signal });
	});
	return time;
}

export interface VirtualTime {
	now: number;
	readonly waits: number[];
}

/** A clock that stands still and jumps over every wait; for code that makes no real request. */
export function virtualTime(start = 0): VirtualTime {
	const time: VirtualTime = { now: start, waits: [] };
	jest.spyOn(clock, 'now').mockImplementation(() => time.now);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
		time.waits.push(ms);
		time.now += ms;
		await Promise.resolve();
	});
	return time;
}

/** ms of the real clock between two looks at what the node waits for. */
const STEP = 2;
/** Looks without anything new after which a request counts as stalled. */
const STALLED = 60;
/** Turns of the event loop that belong to a look: what has arrived meanwhile is dealt with first, on a busy machine too. */
const TURNS = 25;

/** Whether a file is being read or written, or a connection opened: work that no turn of the event loop ends. */
const isWorking = () =>
	process.getActiveResourcesInfo().some((name) => /^(FSReq|GetAddrInfo|TCPConnect)/.test(name));

/**
 * A clock that stands still while requests are under way, whatever they take, and jumps to the end of the next wait
 * when the node only waits, or when a request has stalled. Undone by jest.restoreAllMocks().
 */
export function steppedTime(): VirtualTime {
	const time: VirtualTime = { now: Date.now(), waits: [] };
	const waiting = new Set<{ ms: number; until: number; wake: () => void }>();
	let quiet = 0;
	jest.spyOn(clock, 'now').mockImplementation(() => time.now);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms, signal) => {
		quiet = 0;
		if (signal?.aborted) return;
		if (ms < LIMITS) time.waits.push(ms);
		await new Promise<void>((resolve) => {
			const wake = () => {
				quiet = 0;
				waiting.delete(wait);
				resolve();
			};
			const wait = { ms, until: time.now + ms, wake };
			waiting.add(wait);
			signal?.addEventListener('abort', wake, { once: true });
		});
	});
	const look = async () => {
		for (let turn = 0; turn < TURNS; turn++) await nextTurn();
		if (isWorking()) return;
		const isBusy = [...waiting].some(({ ms }) => ms >= LIMITS);
		if (++quiet < (isBusy ? STALLED : 2) || waiting.size === 0) return;
		time.now = Math.max(time.now, Math.min(...[...waiting].map(({ until }) => until)));
		for (const { until, wake } of [...waiting]) if (until <= time.now) wake();
	};
	void (async () => {
		while (jest.isMockFunction(clock.sleep)) {
			await realSleep(STEP);
			await look();
		}
	})();
	return time;
}
