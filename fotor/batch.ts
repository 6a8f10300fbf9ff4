import type { IExecuteFunctions } from 'n8n-workflow';

import { readBalance } from './api/balance';
import type { Api } from './api/request';
import type { Hints } from './hints';
import { isTool } from './host';
import { Uploads } from './image/upload';
import { Spent } from './result/spent';
import { Budget } from './task/budget';
import { Forecast } from './task/forecast';
import { TaskKeys } from './task/keys';
import { Ledger } from './task/ledger';
import type { TaskMemory } from './task/memory';
import { Durations } from './task/schedule';
import { Throttle } from './task/throttle';
import type { AnyJob, Batch, Job } from './task/types';

/** Maximum number of free calls in flight. */
const FREE_CONCURRENCY = 5;

/** True for a manual run, where someone sees the output. */
function tellsCost(context: IExecuteFunctions): boolean {
	return context.getMode() === 'manual' && !isTool(context);
}

/** True for a job that pays for its task and waits for it, so its cost is known at the end. */
function isPaid(job: AnyJob): boolean {
	return (
		job.kind === 'task' && !job.taskId && !job.settings.dryRun && job.settings.waitForCompletion
	);
}

/** Creates the state that the items of a run share, and the record of what the run costs. */
export function createBatch(
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
