import type { IExecuteFunctions } from 'n8n-workflow';

import { throwIfCancelled } from '../api/request';
import { clock, within } from '../clock';
import { Failure } from '../failure';
import { isObject } from '../values';
import type { Accepted } from './details';
import { busy, unavailable, used } from './keyFailures';
import { hashOf, isAccepted, isOver, youngest, type TaskKey } from './keyNames';
import { KeyStore } from './keyStore';

export type { TaskKey };

/** What this process knows about one node's keys, across executions. */
interface Known {
	tasks: Record<string, Accepted>;
	/** Payments in progress, by key. Each promise settles when its payment ends. */
	paying: Map<string, Promise<unknown>>;
	/** Runs changes to n8n's store one at a time, because the store reads and rewrites a whole row for each change. */
	queue: Promise<unknown>;
}
const processMemory = new Map<string, Known>();

/** A job's claim to a key, which allows the job to pay for a task. One of the claim's methods must be called. */
export interface Claim {
	/** Call this if the task was accepted. */
	paid(task: Accepted): void;
	/** Call this if the task may have been accepted. The key counts as used, but has no task ID. */
	inDoubt(): void;
	/** Call this if the task was definitely not accepted. The key can then be used again. */
	free(): Promise<void>;
}

/**
 * Keys that each pay for only one task, even across executions. n8n's deduplication store records which keys were used.
 * Each key is recorded before its task is sent, in every kind of execution. The task IDs are kept in this process, and
 * in the workflow's static data, which n8n saves when a non-manual execution ends. A used key whose task ID is in
 * neither place is refused.
 */
export class TaskKeys {
	/** IDs of the tasks that this run has paid for. */
	private readonly own = new Set<string>();

	/** @param signal aborted when the execution is canceled */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly signal?: AbortSignal,
	) {}

	/**
	 * @param until Unix ms at which to stop waiting for another execution that is paying for a task with the key
	 * @returns the key's task, or a claim if the key is new
	 * @throws Failure if the key was used and its task ID is unknown, if n8n's store can't be used, or if the execution
	 * is canceled
	 */
	async claim(key: TaskKey, until = Infinity): Promise<Accepted | Claim> {
		const known = this.known(key);
		const hash = hashOf(key);
		// Another item, or another execution in this process, is paying with the same key right now.
		for (let other; (other = known.paying.get(hash)); ) {
			const left = until - clock.now();
			if (left <= 0) throw busy(key);
			await within(left, other, this.signal);
			throwIfCancelled(this.signal);
		}
		let done: () => void = () => {};
		known.paying.set(hash, new Promise<void>((resolve) => (done = resolve)));
		const end = () => {
			known.paying.delete(hash);
			done();
		};
		try {
			const task = this.recorded(known, hash);
			if (task && !isOver(task, key.days, clock.now())) {
				end();
				return { ...task, isOfKey: !this.own.has(task.taskId) };
			}
			if (task) await this.store(known).erase(key, hash);
			if (!(await this.store(known).record(key, hash))) throw used(key);
		} catch (thrown) {
			end();
			throw thrown instanceof Failure ? thrown : unavailable(key, thrown);
		}
		return {
			paid: (task) => {
				this.own.add(task.taskId);
				try {
					this.remember(known, hash, task);
				} finally {
					end();
				}
			},
			inDoubt: end,
			free: async () => {
				try {
					await this.store(known).erase(key, hash);
				} finally {
					end();
				}
			},
		};
	}

	/**
	 * Finds a key's task without marking the key as used.
	 * @throws Failure if keys can't be used, because the workflow isn't saved
	 */
	peek(key: TaskKey): Accepted | undefined {
		const task = this.recorded(this.known(key), hashOf(key));
		return task && !isOver(task, key.days, clock.now()) ? task : undefined;
	}

	/**
	 * Frees the key of a task that ended without a result and so was not charged. If another task has been paid for
	 * with the key since, or is being paid for now, the key stays with that task.
	 */
	async forget(key: TaskKey, taskId: string | undefined): Promise<void> {
		const known = this.known(key);
		const hash = hashOf(key);
		const task = this.recorded(known, hash);
		if (known.paying.has(hash) || (task && task.taskId !== taskId)) return;
		delete known.tasks[hash];
		const stored = { ...this.stored() };
		if (hash in stored) {
			delete stored[hash];
			this.context.getWorkflowStaticData('node').fotorKeys = stored as never;
		}
		await this.store(known).erase(key, hash);
	}

	private known(key: TaskKey): Known {
		const workflow = this.context.getWorkflow().id;
		const node = this.context.getNode().id;
		if (!workflow || !node) throw unavailable(key, new Error('the workflow is not saved'));
		const scope = `${workflow}:${node}`;
		const known = processMemory.get(scope) ?? {
			tasks: {},
			paying: new Map(),
			queue: Promise.resolve(),
		};
		processMemory.set(scope, known);
		return known;
	}

	private store(known: Known): KeyStore {
		return new KeyStore(this.context, known);
	}

	private recorded(known: Known, hash: string): Accepted | undefined {
		const task = known.tasks[hash] ?? this.stored()[hash];
		return isAccepted(task) ? task : undefined;
	}

	private stored(): Record<string, Accepted> {
		const { fotorKeys } = this.context.getWorkflowStaticData('node');
		return isObject(fotorKeys) ? (fotorKeys as unknown as Record<string, Accepted>) : {};
	}

	private remember(known: Known, hash: string, task: Accepted): void {
		known.tasks = youngest({ ...known.tasks, [hash]: task });
		const all = { ...this.stored(), [hash]: task };
		this.context.getWorkflowStaticData('node').fotorKeys = youngest(all) as never;
	}
}
