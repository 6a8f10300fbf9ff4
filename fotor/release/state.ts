import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { isObject } from '../values';
import type { Job, OpenTask } from '../task/types';

/** The parts of a job that can be saved. The rest isn't needed, because the job's images have already been uploaded. */
export type SavedJob = Pick<Job, 'itemIndex' | 'file' | 'endpoint' | 'path' | 'settings'>;

/** An open task as it is saved in the sub-workflow. */
export interface SavedTask {
	job: SavedJob;
	/** Whether the input's fields stay with the result. The sub-workflow's input contains these fields. */
	keepsFields: boolean;
	taskId: string;
	/** Unix ms */
	submittedAt: number;
	/** Unix ms at which the wait ends. */
	deadline: number;
}

/** What a node run hands to its sub-workflow, as JSON in a parameter. */
export interface ReleasedRun {
	tasks: SavedTask[];
	/**
	 * For each position in the output, the index of an open task, or 'finished' if the sub-workflow received a finished
	 * item in that position.
	 */
	order: Array<{ task: number } | 'finished'>;
	/** Unix ms of the first status check. */
	wakeAt: number;
	/** Whether a failed item becomes an output item instead of failing the node. */
	continues: boolean;
	/** Whether n8n sends failed items to an error output, where n8n itself adds the input's fields. */
	hasErrorOutput: boolean;
	concurrency: number;
	/** ID of the waiting execution. */
	executionId: string;
	/** IDs of all tasks that the run has paid for. */
	paid: string[];
	/** Slots whose submission got no clear answer. */
	unanswered: string[];
	/** IDs of tasks that several items share through a key, and whose cost one of the items already reports. */
	counted: string[];
	/** Learned durations by path, ms. */
	learned: Record<string, number>;
}

export function saved({ job, taskId, submittedAt, deadline }: OpenTask): SavedTask {
	const { itemIndex, file, endpoint, path, inputFields } = job;
	// The key itself may be a secret and isn't needed here: only its presence matters.
	const settings = { ...job.settings, taskKey: job.settings.taskKey && 'set' };
	const kept = { itemIndex, file, endpoint, path, settings };
	return { job: kept, keepsFields: inputFields !== undefined, taskId, submittedAt, deadline };
}

/** @returns undefined for text that wasn't written by a node run */
export function readRun(text: unknown): ReleasedRun | undefined {
	if (typeof text !== 'string' || text === '') return undefined;
	try {
		const run: unknown = JSON.parse(text);
		return isObject(run) && Array.isArray(run.tasks) ? (run as unknown as ReleasedRun) : undefined;
	} catch {
		return undefined;
	}
}

/**
 * The items in the order of the input.
 * @param input the sub-workflow's input, which contains the fields to keep for each open task
 * @param itemsOf returns the items of an open task
 */
export function inOrder(
	{ order }: Pick<ReleasedRun, 'order'>,
	input: INodeExecutionData[],
	itemsOf: (task: number) => INodeExecutionData[],
): INodeExecutionData[] {
	const extras: INodeExecutionData[] = [];
	const items = order.flatMap((place, position) => {
		if (place === 'finished') return input[position] ?? [];
		const [first, ...others] = itemsOf(place.task);
		// n8n pairs output with input by position. If a task's second item came right after its first, all later items
		// would be paired with the wrong input.
		extras.push(...others);
		return first ? [first] : [];
	});
	return [...items, ...extras];
}

/** The fields of the input that stay with an open task's result. */
export function fieldsOf(
	{ order, tasks }: ReleasedRun,
	input: INodeExecutionData[],
	task: number,
): IDataObject | undefined {
	if (!tasks[task]?.keepsFields) return undefined;
	const position = order.findIndex((place) => place !== 'finished' && place.task === task);
	return input[position]?.json;
}
