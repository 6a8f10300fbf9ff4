import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

import { clock } from '../../fotor/clock';

/** Number of event loop turns without a request in progress before the clock jumps. */
const QUIET_TURNS = 6;
/** A run counts as hung after this many real ms without a clock jump. */
const HUNG = 5_000;

export interface JumpingTime {
	/** Unix ms on the test's clock. */
	readonly now: number;
	/** Requests this process has sent so far, as "POST /path". */
	readonly requests: string[];
	/**
	 * Runs `work` to completion and jumps to the end of the next wait whenever no request is in progress.
	 * @param limit ms on the test's clock
	 * @param eachTurn called on every turn of the event loop
	 * @throws Error if the work exceeds the limit, or hangs without a pending wait
	 */
	finish<T>(work: Promise<T>, limit: number, eachTurn?: () => void): Promise<T>;
	stop(): void;
}

interface Wait {
	until: number;
	wake: () => void;
}

/**
 * A clock that stands still while requests are in progress and jumps over every wait.
 * @param hanging returns the number of requests that hang, which don't keep the clock from jumping
 */
export function jumpingTime(hanging: () => number): JumpingTime {
	let now = Date.now();
	let underWay = 0;
	const waits = new Set<Wait>();
	const requests: string[] = [];
	const onRequest = (message: unknown) => {
		const { request } = message as { request: ClientRequest };
		requests.push(`${request.method} ${request.path}`);
		underWay++;
		request.once('close', () => underWay--);
	};
	subscribe('http.client.request.start', onRequest);
	jest.spyOn(clock, 'now').mockImplementation(() => now);
	jest.spyOn(clock, 'sleep').mockImplementation(
		async (ms, signal) =>
			await new Promise<void>((resolve) => {
				if (signal?.aborted) return resolve();
				const wait = { until: now + ms, wake: resolve };
				waits.add(wait);
				signal?.addEventListener('abort', () => {
					waits.delete(wait);
					resolve();
				});
			}),
	);
	const jump = () => {
		const [next] = [...waits].sort((a, b) => a.until - b.until);
		if (!next) return false;
		waits.delete(next);
		now = Math.max(now, next.until);
		next.wake();
		return true;
	};
	return {
		get now() {
			return now;
		},
		requests,
		async finish(work, limit, eachTurn) {
			let isOver = false;
			const noteEnd = () => (isOver = true);
			work.then(noteEnd, noteEnd);
			const deadline = now + limit;
			let moved = Date.now();
			for (let quiet = 0; !isOver; ) {
				await new Promise(setImmediate);
				eachTurn?.();
				quiet = underWay > hanging() ? 0 : quiet + 1;
				if (quiet < QUIET_TURNS) continue;
				quiet = 0;
				if (jump()) moved = Date.now();
				if (now > deadline) throw new Error(`still running after ${limit} ms on the test's clock`);
				if (Date.now() - moved > HUNG) throw new Error(`hung with ${underWay} requests`);
			}
			return await work;
		},
		stop: () => void unsubscribe('http.client.request.start', onRequest),
	};
}
