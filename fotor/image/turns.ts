import { throwIfCancelled } from '../api/request';
import { clock } from '../clock';

/** Longest stretch of uninterrupted work, ms. */
const STRETCH = 5;

/** Divides long work into short stretches, so n8n's other work can run in between. */
export class Turns {
	private ends = clock.now() + STRETCH;

	constructor(private readonly signal?: AbortSignal) {}

	/** True once other work should get its turn. */
	get isOver(): boolean {
		return clock.now() >= this.ends;
	}

	/**
	 * Lets other work run, then begins the next stretch.
	 * @throws Failure when the signal is aborted
	 */
	async give(): Promise<void> {
		await clock.sleep(0);
		throwIfCancelled(this.signal);
		this.ends = clock.now() + STRETCH;
	}
}
