import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readBalance } from './api/balance';
import { connect, type Api } from './api/request';
import { Failure, toFailure } from './failure';
import { isTool } from './host';
import { Uploads } from './image/upload';
import { isUncertain, notSent, runJob } from './job';
import { failedItem, nodeError } from './nodeError';
import { outputItem } from './result/items';
import { Budget } from './task/budget';
import { Ledger } from './task/ledger';
import { TaskMemory } from './task/memory';
import { Durations } from './task/schedule';
import { Throttle } from './task/throttle';
import { modelText } from './toolFailure';
import type { Batch, FreeJob, Job } from './task/types';

export type { FreeJob, Job };

/** Free calls in flight. */
const FREE_CONCURRENCY = 5;

/**
 * Runs the jobs of one node run.
 * @param jobs `jobs[i]` is item i, or the Failure that its form already has
 * @returns the items, in the order of the input
 * @throws NodeOperationError unless the node continues on fail; always when the execution is canceled
 */
export async function runJobs(
	context: IExecuteFunctions,
	jobs: Array<Job | FreeJob | Failure>,
): Promise<INodeExecutionData[]> {
	const continues = context.continueOnFail();
	const memory = new TaskMemory(context);
	const invalid = jobs.findIndex((job) => job instanceof Failure);
	if (invalid >= 0 && !continues) {
		throw nodeError(context, jobs[invalid] as Failure, invalid, memory);
	}
	if (jobs.every((job) => job instanceof Failure)) {
		return jobs.map((job, itemIndex) => failed(context, job, itemIndex));
	}

	// Ends whatever is under way once the run has ended.
	const over = new AbortController();
	let api: Api;
	try {
		api = await connect(context, over.signal);
	} catch (thrown) {
		const failure = toFailure(thrown);
		if (!continues) throw nodeError(context, failure, 0, memory);
		return jobs.map((_, itemIndex) => failed(context, failure, itemIndex));
	}
	const hints = new Set<string>();
	const batch = createBatch(context, api, memory, jobs, hints);
	const runItem = async (job: Job | FreeJob | Failure, itemIndex: number) => {
		try {
			return job instanceof Failure ? [failed(context, job, itemIndex)] : await runJob(batch, job);
		} catch (thrown) {
			const failure = toFailure(thrown);
			if (continues && failure.kind !== 'cancelled') return [failed(context, failure, itemIndex)];
			throw await endRun(batch, failure, itemIndex);
		}
	};
	try {
		// Items in doubt fail at once: last, they don't keep the others from being sent.
		const inDoubt = jobs.map((job) => !(job instanceof Failure) && isUncertain(batch, job));
		const outputs = await Promise.all(
			jobs.map(async (job, index) => (inDoubt[index] ? undefined : await runItem(job, index))),
		);
		for (const [index, job] of jobs.entries()) outputs[index] ??= await runItem(job, index);
		return outputs.flatMap((items) => items ?? []);
	} finally {
		over.abort();
		memory.release();
		showHints(context, hints);
	}
}

/** The item that "Continue" gives; a model gets it without the item's number. */
function failed(context: IExecuteFunctions, failure: Failure, itemIndex: number) {
	if (!isTool(context)) return failedItem(failure, itemIndex);
	return outputItem({ error: modelText(failure, []) }, itemIndex);
}

function createBatch(
	context: IExecuteFunctions,
	api: Api,
	memory: TaskMemory,
	jobs: Array<Job | FreeJob | Failure>,
	hints: Set<string>,
): Batch {
	const first = jobs.find((job): job is Job => !(job instanceof Failure) && job.kind === 'task');
	const concurrency = first?.settings.concurrency ?? FREE_CONCURRENCY;
	const uploads = new Map<string, Uploads>();
	const ledger = new Ledger(memory, api.signal);
	const throttle = new Throttle(concurrency);
	return {
		context,
		api,
		memory,
		ledger,
		throttle,
		budget: new Budget(async () => (await readBalance(api)).remaining),
		downloads: new Throttle(concurrency),
		durations: new Durations(),
		concurrency,
		uploads(uploadType) {
			const known =
				uploads.get(uploadType) ??
				new Uploads(context, api, uploadType, { throttle, closed: ledger.closed });
			uploads.set(uploadType, known);
			return known;
		},
		hint: (text) => void hints.add(text),
	};
}

/** The error of the first failure that ends the run, with every paid task in its text. */
async function endRun({ context, ledger }: Batch, failure: Failure, itemIndex: number) {
	ledger.close(notSent(failure));
	if (failure.kind !== 'cancelled') await ledger.settled();
	return nodeError(context, failure, itemIndex, ledger);
}

function showHints(context: IExecuteFunctions, hints: Set<string>): void {
	if (hints.size === 0) return;
	const type = 'warning' as const;
	const location = 'outputPane' as const;
	context.addExecutionHints?.(...[...hints].map((message) => ({ message, type, location })));
}
