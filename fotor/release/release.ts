import type { INodeExecutionData } from 'n8n-workflow';

import { throwIfCancelled } from '../api/request';
import { Handover } from '../task/handover';
import type { AnyJob, Batch, Job, OpenTask } from '../task/types';
import { handOver, refusedText, type Outcome } from './toSubWorkflow';
import { givesMany, whyHeld, whyUnpaired } from './host';

/**
 * Plans when the run may stop holding its worker.
 * @param jobs all jobs of the run
 * @param count number of jobs that run in parallel
 * @returns undefined if the run keeps its worker to the end; if 'Release the Worker' was chosen, a hint says why
 */
export function planHandover(
	{ context, api, hint }: Batch,
	jobs: AnyJob[],
	count: number,
): Handover | undefined {
	const tasks = jobs.filter((job): job is Job => job.kind === 'task');
	const waits = tasks.some(({ settings }) => settings.waitForCompletion);
	if (!waits || tasks[0]?.settings.whileWaiting !== 'release') return undefined;
	const why = whyHeld(context) ?? whyUnpaired(jobs, tasks);
	if (why === undefined) return new Handover(count, api.signal);
	hint(heldText(why));
	return undefined;
}

export interface Settled {
	items: INodeExecutionData[];
	/** True if a sub-execution is waiting for the open tasks. */
	isHandedOver: boolean;
}

/**
 * Returns the items of a run. Open tasks are handed over to a sub-workflow, or waited for in the worker if that isn't
 * possible.
 * @param outcomes the outcome of each job, in the order of the input
 * @param hold waits for a job in the worker
 */
export async function settle(
	batch: Batch,
	outcomes: Outcome[],
	hold: (job: Job) => Promise<Outcome>,
): Promise<Settled> {
	const open = outcomes.filter((outcome): outcome is OpenTask => !Array.isArray(outcome));
	if (open.length > 0 && isInPlace(outcomes)) {
		try {
			return { items: await handOver(batch, outcomes), isHandedOver: true };
		} catch (thrown) {
			throwIfCancelled(batch.api.signal);
			batch.hint(refusedText(thrown));
		}
	} else if (open.length > 0) {
		batch.hint(heldText('a task returns or may return several images'));
	}
	const items = await Promise.all(
		outcomes.map(async (outcome) =>
			Array.isArray(outcome) ? outcome : await hold(stillOpen(outcome)),
		),
	);
	return {
		items: items.flatMap((outcome) => (Array.isArray(outcome) ? outcome : [])),
		isHandedOver: false,
	};
}

/**
 * True if every job is sure to have exactly one item. For a task that another node submitted, this isn't known until
 * Fotor has returned the task's type.
 */
function isInPlace(outcomes: Outcome[]): boolean {
	return outcomes.every((outcome) => {
		if (Array.isArray(outcome)) return outcome.length === 1;
		const { job, type } = outcome;
		return type === undefined ? job.taskId === undefined : !givesMany(type);
	});
}

function stillOpen({ job, deadline }: OpenTask): Job {
	return { ...job, settings: { ...job.settings, answerBy: deadline } };
}

function heldText(why: string): string {
	return `The worker was held even though 'While Waiting' is set to 'Release the Worker', because ${why}.`;
}
