import { clock } from '../clock';

/** How long an open task is kept, ms. After that, the task can be collected only by its ID. */
const LONGEST_OPEN = 60 * 60_000;

/** Maximum number of entries to keep; the oldest are dropped first. */
const MOST_OPEN = 500;

interface Open<T> {
	key: string;
	/** Time of the submission, in Unix ms. */
	since: number;
	entry: T;
}

/**
 * Tasks that tool calls have left unfinished, kept in the memory of this n8n process. If a model repeats a request, the
 * new call gets the unfinished task from here, even if n8n itself keeps nothing between calls, as with n8n's own agents
 * and the MCP Server Trigger.
 */
export class OpenTasks<T> {
	private open: Array<Open<T>> = [];

	/**
	 * Keeps a task that was still unfinished when its call ended.
	 * @param since Unix ms of the submission
	 */
	leave(key: string, entry: T, since: number): void {
		this.open.push({ key, since, entry });
		this.prune();
	}

	/** Removes and returns the oldest entry for the request, so only one caller gets it. */
	take(key: string, fits: (entry: T) => boolean = () => true): T | undefined {
		this.prune();
		const index = this.open.findIndex((open) => open.key === key && fits(open.entry));
		return index < 0 ? undefined : this.open.splice(index, 1)[0]?.entry;
	}

	/** Forgets everything. */
	clear(): void {
		this.open = [];
	}

	private prune(): void {
		const oldest = clock.now() - LONGEST_OPEN;
		this.open = this.open.filter(({ since }) => since >= oldest).slice(-MOST_OPEN);
	}
}
