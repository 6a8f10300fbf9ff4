import { setImmediate as nextTurn, setTimeout as realSleep } from 'node:timers/promises';

import { clock } from '../../fotor/clock';

export interface FastTime {
	/** Length of each wait that the engine has started, in ms on its clock, except request timeouts (15 s or more). */
	readonly waits: number[];
	/** Called with the length of each of these waits before the wait starts. */
	onWait?: (ms: number) => void;
}

/** A wait of at least this many ms is a request timeout, which ends early when the reply arrives. */
const LIMITS = 15_000;

/**
 * Makes the engine's clock run `factor` times as fast. Requests take real time, so a reply after 15 real ms takes
 * 15 × `factor` ms on this clock. Undone by jest.restoreAllMocks().
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

/** A clock that moves only when the code waits, and then skips the wait. For code without real requests. */
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

/** Real ms between checks of what the node is waiting for. */
const STEP = 2;
/** Number of checks without progress after which a request counts as stalled. */
const STALLED = 60;
/** Event loop turns per check, enough for even a busy machine to handle what has arrived. */
const TURNS = 25;

/**
 * True while a file is being read or written, or a connection is being opened. Event loop turns alone don't
 * complete these operations.
 */
const isWorking = () =>
	process.getActiveResourcesInfo().some((name) => /^(FSReq|GetAddrInfo|TCPConnect)/.test(name));

/**
 * A clock that stands still while requests are in progress, however long they take. It jumps to the end of the next
 * wait once the node is only waiting or a request has stalled. Undone by jest.restoreAllMocks().
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
