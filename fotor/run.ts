import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readBalance } from './api/balance';
import { connect, type Api } from './api/request';
import { Failure, toFailure } from './failure';
import { isTool } from './host';
import { Uploads } from './image/upload';
import { FailedItems } from './failedItems';
import { refusedDryRun } from './dryRun/item';
import { showForecast } from './dryRun/total';
import { Hints } from './hints';
import { notSent, runJob } from './job';
import { nodeError } from './nodeError';
import { isUncertain } from './obtain';
import type { Place } from './place';
import { withInputFields } from './result/otherFields';
import { Spent } from './result/spent';
import { Budget } from './task/budget';
import { Forecast } from './task/forecast';
import { TaskKeys } from './task/keys';
import { Ledger } from './task/ledger';
import { TaskMemory } from './task/memory';
import { Durations } from './task/schedule';
import { Throttle } from './task/throttle';
import type { Batch, FreeJob, Job, MaskPreview, RefusedJob } from './task/types';

export type { FreeJob, Job, MaskPreview, RefusedJob };

/** Free calls in flight. */
const FREE_CONCURRENCY = 5;

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
	const invalid = jobs.find((job) => isRefused(job));
	if (invalid && !continues) throw nodeError(context, invalid.failure, invalid, memory);
	const hints = new Hints();
	const failedItems = new FailedItems(context, entries.length);
	if (jobs.every(isRefused)) {
		const items = jobs.flatMap((job) => failedItems.of(job.failure, job));
		showHints(context, hints, failedItems);
		return items;
	}

	// Ends whatever is under way once the run has ended.
	const over = new AbortController();
	let api: Api;
	try {
		api = await connect(context, over.signal);
	} catch (thrown) {
		const failure = toFailure(thrown);
		if (!continues) throw nodeError(context, failure, { itemIndex: 0 }, memory);
		const items = jobs.flatMap((job) => failedItems.of(failure, job));
		showHints(context, hints, failedItems);
		return items;
	}
	const { batch, spent } = createBatch(context, api, memory, jobs, hints);
	const runItem = async (job: AnyJob) => {
		try {
			if (isRefused(job)) return failedItems.of(job.failure, job);
			const items =
				job.kind === 'refused' ? await refusedDryRun(batch, job) : await runJob(batch, job);
			return job.kind === 'free' ? items : withInputFields(items, job.inputFields);
		} catch (thrown) {
			const failure = toFailure(thrown);
			if (continues && failure.kind !== 'cancelled') return failedItems.of(failure, job);
			throw await endRun(batch, failure, job);
		}
	};
	try {
		// Items in doubt fail at once: last, they don't keep the others from being sent.
		const inDoubt = jobs.map((job) => isInDoubt(batch, job));
		const outputs = await Promise.all(
			jobs.map(async (job, index) => (inDoubt[index] ? undefined : await runItem(job))),
		);
		for (const [index, job] of jobs.entries()) outputs[index] ??= await runItem(job);
		const items = outputs.flatMap((output) => output ?? []);
		const cost = await spent.hint(items);
		if (cost) hints.inform(cost);
		return items;
	} finally {
		over.abort();
		memory.release();
		await showForecast(batch);
		showHints(context, hints, failedItems);
	}
}

type AnyJob = Job | FreeJob | RefusedJob;

/** True if the item fails. A dry run gives an item that says why. */
function isRefused(job: AnyJob): job is RefusedJob & { dryRun?: false } {
	return job.kind === 'refused' && !job.dryRun;
}

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

function showHints(context: IExecuteFunctions, hints: Hints, failedItems: FailedItems): void {
	const summary = failedItems.summary();
	if (summary) hints.warn(summary);
	hints.show(context);
}

/** Someone looks at the output of a manual run. */
function tellsCost(context: IExecuteFunctions): boolean {
	return context.getMode() === 'manual' && !isTool(context);
}

/** True for a job that may end with a paid task. */
function isPaid(job: AnyJob): boolean {
	return job.kind === 'task' && !job.settings.dryRun && job.settings.waitForCompletion;
}

function createBatch(
	context: IExecuteFunctions,
	api: Api,
	memory: TaskMemory,
	jobs: AnyJob[],
	hints: Hints,
): { batch: Batch; spent: Spent } {
	const first = jobs.find((job): job is Job => job.kind === 'task');
	const concurrency = first?.settings.concurrency ?? FREE_CONCURRENCY;
	const uploads = new Map<string, Uploads>();
	const ledger = new Ledger(memory, api.signal);
	const throttle = new Throttle(concurrency);
	const hint = (text: string) => hints.warn(text);
	const readRemaining = async () => (await readBalance(api)).remaining;
	const tasks = tellsCost(context) ? jobs.filter(isPaid).length : 0;
	const spent = new Spent(tasks, readRemaining);
	const batch: Batch = {
		context,
		api,
		memory,
		ledger,
		keys: new TaskKeys(context, api.signal),
		counted: new Set(),
		throttle,
		budget: new Budget(readRemaining),
		forecast: new Forecast(readRemaining, hint, api.signal),
		spent,
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
		inform: (text) => hints.inform(text),
	};
	return { batch, spent };
}

/** The error of the first failure that ends the run, with every paid task in its text. */
async function endRun({ context, ledger }: Batch, failure: Failure, place: Place) {
	ledger.close(notSent(failure));
	await ledger.settled();
	return nodeError(context, failure, place, ledger);
}
