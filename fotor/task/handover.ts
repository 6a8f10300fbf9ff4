import { clock, pause } from '../clock';
import { SHORTEST_WAIT } from './wakeUps';

/**
 * How long, in ms, the worker polls a task before its execution can wait in n8n's database, unless the task is known to
 * take minutes. Short tasks end within this time.
 */
export const FIRST_MINUTE = 60_000;

/**
 * Decides when a node run stops holding its worker: once every unfinished job is only waiting for an accepted task, and
 * each of these tasks has been polled for a minute or is known to take minutes. A job that is still submitting or
 * downloading keeps all jobs in the worker.
 */
export class Handover {
	/** Aborted when the waiting jobs should be handed over. */
	readonly signal: AbortSignal;
	private readonly controller = new AbortController();
	/** The earliest time at which each waiting job can be handed over, Unix ms. */
	private readonly waiting = new Map<object, number>();
	private plans = 0;

	/**
	 * @param left number of jobs that have not ended
	 * @param over aborted when the run has ended or is canceled
	 */
	constructor(
		private left: number,
		private readonly over: AbortSignal | undefined,
	) {
		this.signal = this.controller.signal;
	}

	/**
	 * Call this when a job begins to wait for its task.
	 * @param deadline Unix ms when the wait ends; if that is too soon, the job stays in the worker
	 * @param isSlow true for a task that is known to take minutes, so it doesn't have to be polled for a minute first
	 * @returns a function to call when the job stops waiting
	 */
	enter(deadline: number, isSlow = false): () => void {
		const job = {};
		const from = clock.now() + (isSlow ? 0 : FIRST_MINUTE);
		this.waiting.set(job, deadline - from < SHORTEST_WAIT ? Infinity : from);
		void this.plan();
		return () => {
			if (this.waiting.delete(job)) void this.plan();
		};
	}

	/** Call this when a job has ended, successfully or not. */
	ended(): void {
		this.left--;
		void this.plan();
	}

	private async plan(): Promise<void> {
		const plan = ++this.plans;
		if (this.left === 0 || this.waiting.size < this.left) return;
		const at = Math.max(...this.waiting.values());
		if (at === Infinity) return;
		await pause(at - clock.now(), this.over);
		if (plan === this.plans && !this.over?.aborted) this.controller.abort();
	}
}
