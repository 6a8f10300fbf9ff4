import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * What is known of an item's submission: the paid task, or that a submission was sent and its answer lost.
 * `execution` tells n8n's own "Retry On Fail" (same execution) from a retry that a user asked for.
 */
export type Remembered =
	| { taskId: string; submittedAt: number }
	| { uncertain: true; execution: string };

interface Notes {
	run: number;
	items: Record<string, Remembered>;
}

/**
 * Keeps submissions in the node's execution context, which n8n saves with the execution and hands to both
 * kinds of retry. Only the current run of the node is kept: a loop's next round is a new run and pays for
 * its own tasks, and an earlier round can't be retried any more.
 */
export class TaskMemory {
	private readonly notes: Notes;
	private readonly execution: string;

	constructor(context: IExecuteFunctions) {
		const stored = context.getContext('node') as { fotor?: Notes };
		const run = Number(context.getWorkflowDataProxy(0).$runIndex ?? 0);
		const { fotor } = stored;
		this.notes = fotor && fotor.run === run ? fotor : { run, items: {} };
		stored.fotor = this.notes;
		this.execution = context.getExecutionId();
	}

	/** The key of a request: item, path and a hash of what the user gave. */
	key(itemIndex: number, request: { baseUrl: string; path: string; body: unknown }): string {
		const hash = createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 32);
		return `${itemIndex}:${request.path}:${hash}`;
	}

	/** The paid task of this item, if it has one. */
	task(key: string): { taskId: string; submittedAt: number } | undefined {
		const entry = this.notes.items[key];
		return entry && 'taskId' in entry ? entry : undefined;
	}

	/** Every paid task of this run of the node, earlier tries included. */
	taskIds(): string[] {
		return Object.values(this.notes.items).flatMap((entry) =>
			'taskId' in entry ? [entry.taskId] : [],
		);
	}

	/** Whether this very execution already sent the submission and never learnt what became of it. */
	isUncertain(key: string): boolean {
		const entry = this.notes.items[key];
		return entry !== undefined && 'uncertain' in entry && entry.execution === this.execution;
	}

	remember(key: string, taskId: string, submittedAt: number): void {
		this.notes.items[key] = { taskId, submittedAt };
	}

	rememberUncertain(key: string): void {
		this.notes.items[key] = { uncertain: true, execution: this.execution };
	}

	/** A task that ended without a result is not waited for again. */
	forget(key: string): void {
		delete this.notes.items[key];
	}
}
