import type { INodeExecutionData } from 'n8n-workflow';

import { clock } from '../clock';
import { toFailure } from '../failure';
import { hasErrorOutput } from '../nodeError';
import { nextWakeUp } from '../task/wakeUps';
import type { Batch, OpenTask } from '../task/types';
import { withInputFields } from '../result/otherFields';
import { waitingItem } from './interim';
import { saved, type ReleasedRun } from './state';
import { subWorkflow } from './subWorkflow';

/** The result of one of the run's jobs. */
export type Outcome = INodeExecutionData[] | OpenTask;

/**
 * Hands the open tasks of a run to a sub-workflow that waits in n8n's database; n8n then suspends this execution and
 * continues with the sub-workflow's output.
 * @param outcomes the outcome of each job, in the order of the input
 * @returns what the node shows while it waits
 * @throws whatever n8n throws if it can't start the sub-workflow
 */
export async function handOver(batch: Batch, outcomes: Outcome[]): Promise<INodeExecutionData[]> {
	const { context } = batch;
	const executionId = context.getExecutionId();
	const workflowId = context.getWorkflow().id ?? '';
	const run = describe(batch, outcomes);
	const { data, waitTill } = await context.executeWorkflow(
		{ code: subWorkflow(run, context.getNode()) as never },
		outcomes.flatMap((outcome) =>
			Array.isArray(outcome) ? outcome : [{ json: outcome.job.inputFields ?? {} }],
		),
		undefined,
		{
			parentExecution: { executionId, workflowId, shouldResume: true },
			executionMode: context.getMode(),
		},
	);
	if (waitTill) {
		return outcomes.flatMap((outcome) =>
			Array.isArray(outcome)
				? outcome
				: withInputFields(waitingItem(outcome), outcome.job.inputFields),
		);
	}
	const items = data[0] ?? [];
	return items.map((item, index) => ({ ...item, pairedItem: { item: index } }));
}

function describe(batch: Batch, outcomes: Outcome[]): ReleasedRun {
	const { context, ledger, durations, concurrency, counted } = batch;
	const open = outcomes.filter((outcome): outcome is OpenTask => !Array.isArray(outcome));
	const tasks = open.map(saved);
	const learned = Object.fromEntries(
		tasks.flatMap(({ job: { path } }) => {
			const took = durations.expected(path);
			return took === undefined ? [] : [[path, took]];
		}),
	);
	return {
		tasks,
		order: outcomes.map((outcome) =>
			Array.isArray(outcome) ? 'finished' : { task: open.indexOf(outcome) },
		),
		wakeAt: nextWakeUp(
			clock.now(),
			tasks.map(({ job, deadline, submittedAt }) => {
				const took = learned[job.path] as number | undefined;
				return {
					deadline,
					interval: job.settings.interval,
					expected: took === undefined ? undefined : submittedAt + took,
				};
			}),
		),
		continues: context.continueOnFail(),
		hasErrorOutput: hasErrorOutput(context),
		concurrency,
		executionId: context.getExecutionId(),
		paid: ledger.taskIds(),
		unanswered: ledger.unansweredSlots(),
		counted: [...counted],
		learned,
	};
}

/** The hint that the user sees if n8n refuses to run the sub-workflow. */
export function refusedText(thrown: unknown): string {
	return `n8n could not move the wait to its database (${toFailure(thrown).message}), so the worker was held.`;
}
