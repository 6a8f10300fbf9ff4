import type { Failure } from '../failure';
import type { TaskMemory } from './memory';

/** What one node run has paid, what it is submitting, and why it submits nothing more. */
export class Ledger {
	/** Aborted when submissions close or the execution is canceled; wakes queued items. */
	readonly closed: AbortSignal;
	private readonly closing = new AbortController();
	private cause?: Failure;
	/** Accepted tasks by item. */
	private readonly accepted = new Map<number, string>();
	/** Submissions under way. They are never abandoned, or their task IDs would be. */
	private readonly submitting = new Set<Promise<unknown>>();
	/** Items whose submission has left and is not answered. */
	private readonly unanswered = new Set<number>();

	/** @param canceled n8n's cancel signal */
	constructor(
		private readonly memory: TaskMemory,
		canceled: AbortSignal | undefined,
	) {
		this.closed = AbortSignal.any([this.closing.signal, ...(canceled ? [canceled] : [])]);
	}

	/** Why nothing more is submitted, for the items that wait. */
	get stopped(): Failure | undefined {
		return this.cause;
	}

	/** Closes submissions; the first cause counts. */
	close(cause: Failure): void {
		this.cause ??= cause;
		this.closing.abort();
	}

	/** Notes an item's paid task. */
	note(itemIndex: number, taskId: string): void {
		this.accepted.set(itemIndex, taskId);
	}

	/** Keeps hold of a submission until it is answered. */
	async track<T>(submission: Promise<T>): Promise<T> {
		this.submitting.add(submission);
		try {
			return await submission;
		} finally {
			this.submitting.delete(submission);
		}
	}

	/** To be called when an item's submission leaves. */
	sent(itemIndex: number): void {
		this.unanswered.add(itemIndex);
	}

	/** To be called when the reply is there; a canceled submission stays unanswered. */
	answered(itemIndex: number): void {
		this.unanswered.delete(itemIndex);
	}

	/** True while the item's submission has left without a reply. */
	isUnanswered(itemIndex: number): boolean {
		return this.unanswered.has(itemIndex);
	}

	/** Resolves once no submission is under way. */
	async settled(): Promise<void> {
		await Promise.allSettled(this.submitting);
	}

	/** IDs of all tasks that this run and its earlier tries have paid. */
	taskIds(): string[] {
		return [...new Set([...this.memory.taskIds(), ...this.accepted.values()])];
	}

	/** Items whose submission may have been accepted: no clear answer, or none yet. */
	unansweredItems(): number[] {
		return [...new Set([...this.memory.unansweredItems(), ...this.unanswered])];
	}
}
