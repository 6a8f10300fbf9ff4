/** Runs a limited number of jobs in parallel and queues the rest. */
export class Slots {
	private free: number;
	private readonly queue: (() => void)[] = [];
	private running = new Set<Promise<unknown>>();

	constructor(count: number) {
		this.free = count;
	}

	async run<T>(job: () => Promise<T>): Promise<T> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((resolve) => this.queue.push(resolve));
		const running = job();
		this.running.add(running);
		try {
			return await running;
		} finally {
			this.running.delete(running);
			// Passes the slot on to the next job in the queue, if any.
			const next = this.queue.shift();
			if (next) next();
			else this.free++;
		}
	}

	/** Drops queued jobs and waits for running ones. */
	async stop(): Promise<void> {
		this.queue.length = 0;
		await Promise.allSettled(this.running);
	}
}
