/** Runs at most so many jobs at once, the rest in turn. */
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
			// The slot goes straight to the next in line, if there is one.
			const next = this.queue.shift();
			if (next) next();
			else this.free++;
		}
	}

	/** Drops what has not begun and waits for what has. */
	async stop(): Promise<void> {
		this.queue.length = 0;
		await Promise.allSettled(this.running);
	}
}
