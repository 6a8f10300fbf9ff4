import type { Failure } from '../failure';
import type { TaskMemory } from './memory';

/** What one node run has paid for, what it is submitting, and why it has stopped submitting. */
export class Ledger {
	/** Aborted when submissions close or the execution is canceled; wakes queued items. */
	readonly closed: AbortSignal;
	private readonly closing = new AbortController();
	private cause?: Failure;
	/** Accepted tasks by slot. */
	private readonly accepted = new Map<string, string>();
	/** Submissions under way. They are never abandoned, because their task IDs would be lost. */
	private readonly submitting = new Set<Promise<unknown>>();
	/** Slots whose submission has been sent but not answered. */
	private readonly unanswered = new Set<string>();

	/** @param canceled n8n's cancel signal */
	constructor(
		private readonly memory: TaskMemory,
		canceled: AbortSignal | undefined,
	) {
		this.closed = AbortSignal.any([this.closing.signal, ...(canceled ? [canceled] : [])]);
	}

	/** Why submissions are closed, if they are. Items that are still waiting to be sent fail with this Failure. */
	get stopped(): Failure | undefined {
		return this.cause;
	}

	/** Prevents further submissions. If called more than once, the first cause is kept. */
	close(cause: Failure): void {
		this.cause ??= cause;
		this.closing.abort();
	}

	/** Records the task that an item paid for. */
	note(slot: string, taskId: string): void {
		this.accepted.set(slot, taskId);
	}

	/** Keeps track of a submission until it is answered. */
	async track<T>(submission: Promise<T>): Promise<T> {
		this.submitting.add(submission);
		try {
			return await submission;
		} finally {
			this.submitting.delete(submission);
		}
	}

	/** Call this when an item's submission is sent. */
	sent(slot: string): void {
		this.unanswered.add(slot);
	}

	/** Call this when the reply arrives. Don't call it for a canceled submission, which stays unanswered. */
	answered(slot: string): void {
		this.unanswered.delete(slot);
	}

	/** True while the item's submission has been sent but not answered. */
	isUnanswered(slot: string): boolean {
		return this.unanswered.has(slot);
	}

	/** Resolves once no submission is under way. */
	async settled(): Promise<void> {
		await Promise.allSettled(this.submitting);
	}

	/** IDs of all tasks that this run and its earlier attempts have paid for. */
	taskIds(): string[] {
		return [...new Set([...this.memory.taskIds(), ...this.accepted.values()])];
	}

	/** Slots whose submission may have been accepted, because Fotor gave no clear answer or hasn't answered yet. */
	unansweredSlots(): string[] {
		return [...new Set([...this.memory.unansweredSlots(), ...this.unanswered])];
	}
}
