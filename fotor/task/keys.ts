import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { throwIfCancelled } from '../api/request';
import { clock, within } from '../clock';
import { Failure, unpaid } from '../failure';
import { clean, isObject } from '../values';
import type { Accepted } from './details';

/** A key of 'Pay Once Per Key', and how long it counts. */
export interface TaskKey {
	text: string;
	/** Days, 1 or more. */
	days: number;
}

const DAY = 24 * 60 * 60 * 1000;
/** Names in n8n's store per node; the oldest go first. */
const MOST_NAMES = 10_000;
/** Task IDs kept per node. */
const MOST_IDS = 5_000;
/** After it, a write of another process that overlaps ours has landed, ms. */
const SETTLED = 100;

/** Names that a key has in n8n's store if it was recorded today, yesterday … `days` ago. The first is today's. */
export function namesOf(hash: string, days: number, now: number): string[] {
	const today = Math.floor(now / DAY);
	return Array.from({ length: Math.ceil(days) + 1 }, (_, ago) => `fotor:${hash}:${today - ago}`);
}

/** The tasks that still count, the newest ones if there are too many. */
export function youngest(
	tasks: Record<string, Accepted>,
	days: number,
	now: number,
	most = MOST_IDS,
): Record<string, Accepted> {
	const counting = Object.entries(tasks).filter(
		([, task]) => isAccepted(task) && !isOver(task, days, now),
	);
	counting.sort(([, a], [, b]) => b.submittedAt - a.submittedAt);
	return Object.fromEntries(counting.slice(0, most));
}

/** What was saved may have been changed by others. */
function isAccepted(task: unknown): task is Accepted {
	return isObject(task) && typeof task.taskId === 'string' && typeof task.submittedAt === 'number';
}

function isOver({ submittedAt }: Accepted, days: number, now: number): boolean {
	return submittedAt + days * DAY <= now;
}

/** What this process knows of one node's keys, over its executions. */
interface Known {
	tasks: Record<string, Accepted>;
	/** Keys that are being paid; settled once that has ended. */
	paying: Map<string, Promise<unknown>>;
	/** Changes of n8n's store, one after the other: it reads, changes and writes a whole row. */
	queue: Promise<unknown>;
}
const processMemory = new Map<string, Known>();

/** A key that is this job's to pay. One of its methods must be called. */
export interface Claim {
	/** The task is accepted. */
	paid(task: Accepted): void;
	/** Perhaps accepted: the key stays used, without a task ID. */
	inDoubt(): void;
	/** Surely not accepted: the key can be used again. */
	free(): Promise<void>;
}

/**
 * Keys that pay once, over executions. n8n's deduplication store holds which keys were used: it is written before a task
 * is sent, in every kind of execution. The task IDs are in the workflow's static data, which n8n saves when an execution
 * that is not manual ends, and in this process. A used key whose task ID is in neither is refused.
 */
export class TaskKeys {
	/** @param signal aborted when the execution is canceled */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly signal?: AbortSignal,
	) {}

	/**
	 * @param until Unix ms; how long to wait for another execution that is paying for the key
	 * @returns the task of the key, or a claim if the key is new
	 * @throws Failure if the key was used and its task ID is unknown, if n8n's store can't be used, or on a cancel
	 */
	async claim(key: TaskKey, until = Infinity): Promise<Accepted | Claim> {
		const known = this.known(key);
		const hash = hashOf(key);
		// Another item, or another execution of this process, pays at the moment.
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
				return task;
			}
			if (task) await this.erase(key, known, hash);
			if (!(await this.record(key, known, hash))) throw used(key);
		} catch (thrown) {
			end();
			throw thrown instanceof Failure ? thrown : unavailable(key, thrown);
		}
		return {
			paid: (task) => {
				try {
					this.remember(key, known, hash, task);
				} finally {
					end();
				}
			},
			inDoubt: end,
			free: async () => {
				try {
					await this.erase(key, known, hash);
				} finally {
					end();
				}
			},
		};
	}

	/**
	 * Frees the key of a task that ended without a result and so was not charged. Where another task has been paid for it
	 * since, or just is, the key stays that task's.
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
		await this.erase(key, known, hash);
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

	private recorded(known: Known, hash: string): Accepted | undefined {
		const task = known.tasks[hash] ?? this.stored()[hash];
		return isAccepted(task) ? task : undefined;
	}

	private stored(): Record<string, Accepted> {
		const { fotorKeys } = this.context.getWorkflowStaticData('node');
		return isObject(fotorKeys) ? (fotorKeys as unknown as Record<string, Accepted>) : {};
	}

	private remember({ days }: TaskKey, known: Known, hash: string, task: Accepted): void {
		const now = clock.now();
		known.tasks = youngest({ ...known.tasks, [hash]: task }, days, now);
		const all = { ...this.stored(), [hash]: task };
		this.context.getWorkflowStaticData('node').fotorKeys = youngest(all, days, now) as never;
	}

	/** @returns false if the key was recorded before */
	private async record({ days }: TaskKey, known: Known, hash: string): Promise<boolean> {
		const names = namesOf(hash, days, clock.now());
		const isNew = await this.inTurn(known, async () => {
			const { processed, new: added } = await this.check(names);
			const wasNew = processed.length === 0;
			// The check records every name that it was asked for. A used key must not count longer for being looked up.
			const others = (wasNew ? names.slice(1) : added) as string[];
			if (others.length > 0) await this.remove(others);
			return wasNew;
		});
		const today = names[0] ?? '';
		// Another process may have written the row that it had read before ours.
		for (let tries = 0; isNew && tries < 5; tries++) {
			await clock.sleep(SETTLED);
			const again = await this.inTurn(known, async () => await this.check([today]));
			if (again.processed.length > 0) return true;
		}
		return isNew;
	}

	private async erase({ days }: TaskKey, known: Known, hash: string): Promise<void> {
		// One day more, for a task that began before midnight.
		const names = namesOf(hash, days + 1, clock.now());
		await this.inTurn(known, async () => await this.remove(names));
	}

	private async check(names: string[]) {
		return await this.context.helpers.checkProcessedAndRecord(names, 'node', STORE);
	}

	private async remove(names: string[]): Promise<void> {
		await this.context.helpers.removeProcessed(names, 'node', STORE);
	}

	private async inTurn<T>(known: Known, change: () => Promise<T>): Promise<T> {
		const result = known.queue.then(change);
		known.queue = result.catch(() => {});
		return await result;
	}
}

const STORE = { mode: 'entries' as const, maxEntries: MOST_NAMES };

function hashOf({ text }: TaskKey): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function shown({ text }: TaskKey): string {
	return clean(text).slice(0, 80);
}

function used(key: TaskKey): Failure {
	return new Failure(
		'notSent',
		`The key "${shown(key)}" of 'Pay Once Per Key' was used before, but the ID of its task is not known here`,
		unpaid(
			"Another execution may be paying for it at this moment, or its ID was lost because n8n stopped or executions ran in parallel. Look for the task ID in this workflow's executions and collect it with the Fotor node, Task → Wait. To pay for it again, use another key.",
		),
	);
}

function busy(key: TaskKey): Failure {
	return new Failure(
		'notSent',
		`Another call is paying for the key "${shown(key)}" of 'Pay Once Per Key' at this moment`,
		unpaid('Call again in a minute to get its task.'),
	);
}

function unavailable(key: TaskKey, thrown: unknown): Failure {
	const reason = thrown instanceof Error ? clean(thrown.message) : '';
	return new Failure(
		'notSent',
		`'Pay Once Per Key' can't look up the key "${shown(key)}" in n8n's store${reason && ` (${reason})`}`,
		unpaid(
			"Save the workflow and run it in n8n itself: the store belongs to a saved workflow. Or empty 'Pay Once Per Key'.",
		),
	);
}
