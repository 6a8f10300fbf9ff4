import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readBalance } from './api/balance';
import { connect, type Api } from './api/request';
import { Failure, toFailure } from './failure';
import { isTool } from './host';
import { Uploads } from './image/upload';
import { notSent, runJob } from './job';
import { failedItem, nodeError } from './nodeError';
import { isUncertain } from './obtain';
import type { Place } from './place';
import { outputItem } from './result/items';
import { planHandover, settle } from './release/release';
import { Budget } from './task/budget';
import { TaskKeys } from './task/keys';
import { Ledger } from './task/ledger';
import { TaskMemory } from './task/memory';
import { Durations } from './task/schedule';
import { Throttle } from './task/throttle';
import type { Batch, FreeJob, Job, RefusedJob } from './task/types';
import { modelText } from './toolFailure';

export type { FreeJob, Job, RefusedJob };

/** Free calls in flight. */
const FREE_CONCURRENCY = 5;

/** Hints that n8n shows of a run; many items may have one each. */
const MOST_HINTS = 10;

/** What an item asks for, or the Failure that its form already has. */
type Entry = Job | FreeJob | Failure;

/**
 * Runs the jobs of one node run.
 * @param entries `entries[i]` is item i: its job, its Failure, or one of them per file
 * @returns the items, in the order of the input
 * @throws NodeOperationError unless the node continues on fail; always when the execution is canceled
 */
export async function runJobs(
	context: IExecuteFunctions,
	entries: Array<Entry | Array<Job | RefusedJob>>,
): Promise<INodeExecutionData[]> {
	const jobs = entries.flatMap(jobsOf);
	jobs.forEach((job, order) => job.kind === 'task' && (job.order = order));
	const continues = context.continueOnFail();
	const memory = new TaskMemory(context);
	const invalid = jobs.find((job) => job.kind === 'refused');
	if (invalid && !continues) throw nodeError(context, invalid.failure, invalid, memory);
	if (jobs.every((job) => job.kind === 'refused')) {
		return jobs.map((job) => failed(context, job.failure, job));
	}

	// Ends whatever is under way once the run has ended.
	const over = new AbortController();
	let api: Api;
	try {
		api = await connect(context, over.signal);
	} catch (thrown) {
		const failure = toFailure(thrown);
		if (!continues) throw nodeError(context, failure, { itemIndex: 0 }, memory);
		return jobs.map((job) => failed(context, failure, job));
	}
	const hints = new Set<string>();
	const batch = createBatch(context, api, memory, jobs, hints);
	const runItem = async (job: AnyJob, part = batch) => {
		try {
			if (job.kind === 'refused') return [failed(context, job.failure, job)];
			return await runJob(part, job);
		} catch (thrown) {
			const failure = toFailure(thrown);
			if (continues && failure.kind !== 'cancelled') return [failed(context, failure, job)];
			throw await endRun(batch, failure, job);
		}
	};
	try {
		// Items in doubt fail at once: last, they don't keep the others from being sent.
		const inDoubt = jobs.map((job) => isInDoubt(batch, job));
		const clear = inDoubt.filter((isIt) => !isIt).length;
		const handover = planHandover(batch, jobs, clear);
		const runClear = async (job: AnyJob) => {
			const outcome = await runItem(job, { ...batch, handover });
			if (Array.isArray(outcome)) handover?.ended();
			return outcome;
		};
		const outcomes = await Promise.all(
			jobs.map(async (job, index) => (inDoubt[index] ? undefined : await runClear(job))),
		);
		for (const [index, job] of jobs.entries()) outcomes[index] ??= await runItem(job);
		return await settle(
			batch,
			outcomes.flatMap((outcome) => (outcome ? [outcome] : [])),
			runItem,
		);
	} finally {
		over.abort();
		memory.release();
		showHints(context, hints);
	}
}

type AnyJob = Job | FreeJob | RefusedJob;

/** What an earlier try has left in doubt. A request that can't be named fails on its own, when its turn comes. */
function isInDoubt(batch: Batch, job: AnyJob): boolean {
	try {
		return job.kind !== 'refused' && isUncertain(batch, job);
	} catch {
		return false;
	}
}

function jobsOf(entry: Entry | Array<Job | RefusedJob>, itemIndex: number): AnyJob[] {
	if (Array.isArray(entry)) return entry;
	return [entry instanceof Failure ? { kind: 'refused', itemIndex, failure: entry } : entry];
}

/** The item that "Continue" gives; a model gets it without the item's number. */
function failed(context: IExecuteFunctions, failure: Failure, place: Place) {
	if (!isTool(context)) return failedItem(context, failure, place);
	return outputItem({ error: modelText(failure, []) }, place.itemIndex);
}

function createBatch(
	context: IExecuteFunctions,
	api: Api,
	memory: TaskMemory,
	jobs: AnyJob[],
	hints: Set<string>,
): Batch {
	const first = jobs.find((job): job is Job => job.kind === 'task');
	const concurrency = first?.settings.concurrency ?? FREE_CONCURRENCY;
	const uploads = new Map<string, Uploads>();
	const ledger = new Ledger(memory, api.signal);
	const throttle = new Throttle(concurrency);
	const hint = (text: string) => void hints.add(text);
	return {
		context,
		api,
		memory,
		ledger,
		keys: new TaskKeys(context, api.signal),
		counted: new Set(),
		throttle,
		budget: new Budget(async () => (await readBalance(api)).remaining),
		downloads: new Throttle(concurrency),
		durations: new Durations(),
		concurrency,
		uploads(uploadType) {
			const known =
				uploads.get(uploadType) ??
				new Uploads(context, api, uploadType, { throttle, closed: ledger.closed }, hint);
			uploads.set(uploadType, known);
			return known;
		},
		hint,
	};
}

/** The error of the first failure that ends the run, with every paid task in its text. */
async function endRun({ context, ledger }: Batch, failure: Failure, place: Place) {
	ledger.close(notSent(failure));
	await ledger.settled();
	return nodeError(context, failure, place, ledger);
}

function showHints(context: IExecuteFunctions, hints: Set<string>): void {
	if (hints.size === 0) return;
	const type = 'warning' as const;
	const location = 'outputPane' as const;
	const shown = [...hints].slice(0, MOST_HINTS);
	const more = hints.size - shown.length;
	if (more > 0) shown.push(`… and ${more} more. They are not shown here.`);
	context.addExecutionHints?.(...shown.map((message) => ({ message, type, location })));
}
