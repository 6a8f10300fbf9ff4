import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { connect, type Api } from './api/request';
import { createBatch } from './batch';
import { clock } from './clock';
import { Failure, toFailure } from './failure';
import { FailedItems } from './failedItems';
import { refusedDryRun } from './dryRun/item';
import { showForecast } from './dryRun/total';
import { Hints } from './hints';
import { isTool, TOOL_WAIT } from './host';
import { notSent, runJob } from './job';
import { nodeError } from './nodeError';
import { isUncertain } from './obtain';
import type { Place } from './place';
import type { Outcome } from './release/toSubWorkflow';
import { planHandover, settle } from './release/release';
import { withInputFields } from './result/otherFields';
import { TaskMemory } from './task/memory';
import type { AnyJob, Batch, FreeJob, Job, MaskPreview, RefusedJob } from './task/types';

export type { FreeJob, Job, MaskPreview, RefusedJob };

/** The job of an item, or the Failure that describes what is wrong with the item's fields. */
type Entry = Job | FreeJob | Failure;

/**
 * Runs the jobs of one node run.
 * @param entries `entries[i]` belongs to item `i`: its job, its Failure, or an array with a job or a refusal for each
 * file
 * @returns the items, in the order of the input
 * @throws NodeOperationError if an item fails, unless the node continues on fail; always if the execution is canceled
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
	const failedItems = new FailedItems(context, entries.length, jobs.length);
	if (jobs.every(isRefused)) {
		const items = jobs.flatMap((job) => failedItems.of(job.failure, job));
		showHints(context, hints, failedItems);
		return items;
	}

	// Stops whatever is still under way when the run ends.
	const over = new AbortController();
	let api: Api;
	try {
		const answerBy = isTool(context) ? clock.now() + TOOL_WAIT : undefined;
		api = await connect(context, over.signal, answerBy);
	} catch (thrown) {
		const failure = toFailure(thrown);
		if (!continues) throw nodeError(context, failure, { itemIndex: 0 }, memory);
		const items = jobs.flatMap((job) =>
			failedItems.of(isRefused(job) ? job.failure : failure, job),
		);
		showHints(context, hints, failedItems);
		return items;
	}
	const { batch, spent } = createBatch(context, api, memory, jobs, hints);
	const runItem = async (job: AnyJob, part = batch) => {
		try {
			if (isRefused(job)) return failedItems.of(job.failure, job);
			if (job.kind === 'refused') return await refusedDryRun(part, job);
			return withKeptFields(await runJob(part, job), job);
		} catch (thrown) {
			const failure = toFailure(thrown);
			if (continues && failure.kind !== 'cancelled') return failedItems.of(failure, job);
			throw await endRun(batch, failure, job);
		}
	};
	let isOpen = false;
	try {
		// Items in doubt fail at once, so they run last. Otherwise, their failures could keep other items from being
		// sent.
		const inDoubt = jobs.map((job) => isInDoubt(batch, job));
		const clear = inDoubt.filter((isIt) => !isIt).length;
		const handover = planHandover(batch, jobs, clear);
		const runClear = async (job: AnyJob) => {
			const outcome = await runItem(job, { ...batch, handover });
			if (Array.isArray(outcome)) handover?.ended();
			return outcome;
		};
		const outcomes: Array<Outcome | undefined> = await Promise.all(
			jobs.map(async (job, index) => (inDoubt[index] ? undefined : await runClear(job))),
		);
		for (const [index, job] of jobs.entries()) outcomes[index] ??= await runItem(job);
		const given = outcomes.flatMap((outcome) => (outcome ? [outcome] : []));
		const settled = await settle(batch, given, runItem).catch(async (thrown: unknown) => {
			throw thrown instanceof Failure ? await endRun(batch, thrown, { itemIndex: 0 }) : thrown;
		});
		const { items } = settled;
		isOpen = settled.isHandedOver;
		const cost = await spent.hint(items);
		if (cost) hints.inform(cost);
		return items;
	} finally {
		over.abort();
		memory.release();
		await showForecast(batch);
		// Open tasks may still fail, so it is too early to summarize the failed items.
		if (isOpen) hints.show(context);
		else showHints(context, hints, failedItems);
	}
}

/**
 * True if the job must fail before anything is sent. False in a dry run, where the job's output says why it would fail.
 */
function isRefused(job: AnyJob): job is RefusedJob & { dryRun?: false } {
	return job.kind === 'refused' && !job.dryRun;
}

/**
 * True if an earlier attempt left it unclear whether the job's task was accepted. If the job's key can't be computed,
 * the job fails later, when it runs.
 */
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

/** Adds the input's fields to the results of a job. An open task gets these fields when it ends. */
function withKeptFields(outcome: Outcome, job: Job | FreeJob): Outcome {
	if (job.kind === 'free' || !Array.isArray(outcome)) return outcome;
	return outcome.map((item) => withInputFields(item, job.inputFields));
}

/** Ends the run because of a failure, and returns the node's error, whose text names every paid task. */
async function endRun({ context, ledger }: Batch, failure: Failure, place: Place | AnyJob) {
	ledger.close(notSent(failure));
	await ledger.settled();
	// Rerunning a free job costs nothing, so no advice about retrying is needed.
	const isFree = 'kind' in place && (place.kind === 'free' || ('taskId' in place && place.taskId));
	const paid = {
		taskIds: () => ledger.taskIds(),
		unansweredSlots: () => ledger.unansweredSlots(),
		...(isFree ? { retryAdvice: '' } : {}),
	};
	return nodeError(context, failure, place, paid);
}
