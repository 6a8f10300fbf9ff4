import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { requireBalance } from './api/balance';
import { connect, type Api } from './api/request';
import { Failure, toFailure } from './failure';
import { Uploads } from './image/upload';
import { notSent, runJob } from './job';
import { failedItem, nodeError } from './nodeError';
import { Ledger } from './task/ledger';
import { TaskMemory } from './task/memory';
import { Durations } from './task/schedule';
import { Throttle } from './task/throttle';
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
	const invalid = jobs.findIndex((job) => job instanceof Failure);
	if (invalid >= 0 && !continues) {
		throw nodeError(context, jobs[invalid] as Failure, invalid, []);
	}
	if (jobs.every((job) => job instanceof Failure)) {
		return jobs.map((job, itemIndex) => failedItem(job, itemIndex));
	}

	// Ends whatever is under way once the run has ended.
	const over = new AbortController();
	let api: Api;
	try {
		api = await connect(context, over.signal);
	} catch (thrown) {
		const failure = toFailure(thrown);
		if (!continues) throw nodeError(context, failure, 0, []);
		return jobs.map((_, itemIndex) => failedItem(failure, itemIndex));
	}
	const hints = new Set<string>();
	const batch = createBatch(context, api, jobs, hints);
	try {
		const outputs = await Promise.all(
			jobs.map(async (job, itemIndex) => {
				try {
					return job instanceof Failure ? [failedItem(job, itemIndex)] : await runJob(batch, job);
				} catch (thrown) {
					const failure = toFailure(thrown);
					if (continues && failure.kind !== 'cancelled') return [failedItem(failure, itemIndex)];
					throw await endRun(batch, failure, itemIndex);
				}
			}),
		);
		return outputs.flat();
	} finally {
		over.abort();
		showHints(context, hints);
	}
}

function createBatch(
	context: IExecuteFunctions,
	api: Api,
	jobs: Array<Job | FreeJob | Failure>,
	hints: Set<string>,
): Batch {
	const first = jobs.find((job): job is Job => !(job instanceof Failure) && job.kind === 'task');
	const concurrency = first?.settings.concurrency ?? FREE_CONCURRENCY;
	const memory = new TaskMemory(context);
	const uploads = new Map<string, Uploads>();
	let balance: Promise<void> | undefined;
	return {
		context,
		api,
		memory,
		ledger: new Ledger(memory, api.signal),
		throttle: new Throttle(concurrency),
		downloads: new Throttle(concurrency),
		durations: new Durations(),
		concurrency,
		uploads(uploadType) {
			const known = uploads.get(uploadType) ?? new Uploads(context, api, uploadType);
			uploads.set(uploadType, known);
			return known;
		},
		async requireBalance(minimum) {
			if (minimum > 0) await (balance ??= requireBalance(api, minimum));
		},
		hint: (text) => void hints.add(text),
	};
}

/** The error of the first failure that ends the run, with every paid task in its text. */
async function endRun({ context, ledger }: Batch, failure: Failure, itemIndex: number) {
	ledger.close(notSent(failure));
	if (failure.kind !== 'cancelled') await ledger.settled();
	return nodeError(context, failure, itemIndex, ledger.taskIds(), ledger.unansweredItems());
}

function showHints(context: IExecuteFunctions, hints: Set<string>): void {
	if (hints.size === 0) return;
	const type = 'warning' as const;
	const location = 'outputPane' as const;
	context.addExecutionHints?.(...[...hints].map((message) => ({ message, type, location })));
}
