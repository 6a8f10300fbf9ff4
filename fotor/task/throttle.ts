import { clock, pause } from '../clock';

/** Minimum number of tasks allowed in flight, no matter how often Fotor replies "too many requests". */
const LEAST = 1;
/** Share of the limit that is kept after "too many requests". */
const CUT = 0.5;
/** Time within which several 429 replies count as one, ms. */
const SAME_EVENT = 1_000;

/**
 * Limits the number of tasks in flight. After a "too many requests" reply, the limit is cut in half, and nothing is
 * sent for as long as Fotor asks. Each accepted task then raises the limit again by 1 / limit, up to the number that
 * the user set.
 */
export class Throttle {
	private limit: number;
	private inFlight = 0;
	private readonly waiting: Array<() => void> = [];
	private quietUntil = 0;
	private lastCut = Number.NEGATIVE_INFINITY;

	/** @param most maximum number of tasks in flight, 1 or more */
	constructor(private readonly most: number) {
		this.limit = most;
	}

	/** Number of tasks that may be in flight now. */
	get current(): number {
		return Math.max(LEAST, Math.floor(this.limit));
	}

	/** Waits for a free spot, first come, first served. Call the returned function to free the spot. */
	async enter(): Promise<() => void> {
		if (this.inFlight >= this.current || this.waiting.length > 0) {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		} else {
			this.inFlight++;
		}
		let left = false;
		return () => {
			if (left) return;
			left = true;
			this.inFlight--;
			this.admit();
		};
	}

	/** Time until Fotor accepts submissions again, ms. */
	quietFor(): number {
		return Math.max(0, this.quietUntil - clock.now());
	}

	/** Waits until Fotor accepts submissions again. */
	async quiet(signal?: AbortSignal): Promise<void> {
		while (this.quietFor() > 0 && !signal?.aborted) await pause(this.quietFor(), signal);
	}

	/** Call this after a "too many requests" reply. It lowers the limit and holds back requests for `waitMs`. */
	rateLimited(waitMs: number): void {
		const now = clock.now();
		this.quietUntil = Math.max(this.quietUntil, now + waitMs);
		if (now - this.lastCut < SAME_EVENT) return;
		this.lastCut = now;
		this.limit = Math.max(LEAST, this.limit * CUT);
	}

	/** Call this when a task is accepted. It slowly raises the limit again. */
	accepted(): void {
		this.limit = Math.min(this.most, this.limit + 1 / this.limit);
		this.admit();
	}

	private admit(): void {
		while (this.inFlight < this.current) {
			const next = this.waiting.shift();
			if (!next) return;
			this.inFlight++;
			next();
		}
	}
}
