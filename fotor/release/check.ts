import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { connect } from '../api/request';
import { clock } from '../clock';
import { Failure, toFailure } from '../failure';
import { withTask } from '../job';
import { nodeError } from '../nodeError';
import { withInputFields } from '../result/otherFields';
import { Throttle } from '../task/throttle';
import { nextWakeUp } from '../task/wakeUps';
import { checkTask, CLOSE, type Notes } from './checkTask';
import { failedOf, interruptedItem } from './interim';
import { fieldsOf, inOrder, type ReleasedRun, type SavedTask } from './state';

/**
 * One step of the sub-workflow that waits in place of a node: polls every open task once, then sleeps in n8n's
 * database.
 * @returns all of the node's items once every task has ended; until then, the items that n8n would continue with after
 * being killed
 * @throws NodeOperationError as the waiting node would, unless that node continues on fail
 */
export async function checkReleased(
	context: IExecuteFunctions,
	run: ReleasedRun,
): Promise<INodeExecutionData[]> {
	const notes = context.getContext('node') as Notes;
	const input = context.getInputData();
	if (notes.step === undefined) {
		notes.step = 'started';
		return input;
	}
	const isAsleep = notes.step === 'asleep';
	const results = (notes.results ??= {});
	if (isAsleep) await checkAll(context, run, notes, results);
	notes.step = 'asleep';
	const open = run.tasks.filter((_, index) => !results[index]);
	if (open.length === 0) {
		notes.isFinished = true;
		return inOrder(run, input, (index) => results[index] ?? []);
	}
	const wakeAt = isAsleep ? nextWakeUp(clock.now(), sleepers(run, notes, results)) : run.wakeAt;
	await context.putExecutionToWait(new Date(wakeAt));
	return inOrder(run, input, (index) => {
		const task = run.tasks[index];
		const found = results[index];
		const fields = fieldsOf(run, input, index);
		return found ?? (task ? interruptedItem(context, task, run, fields) : []);
	});
}

function sleepers(run: ReleasedRun, { retryAfter = {}, learned }: Notes, results: object) {
	return run.tasks.flatMap(({ job, deadline, submittedAt }, index) => {
		if (index in results) return [];
		const took = { ...run.learned, ...learned }[job.path];
		const expected = took === undefined ? undefined : submittedAt + took;
		const { interval } = job.settings;
		return [{ deadline, expected, interval, retryAfter: retryAfter[index] }];
	});
}

async function checkAll(
	context: IExecuteFunctions,
	run: ReleasedRun,
	notes: Notes,
	results: Record<number, INodeExecutionData[]>,
): Promise<void> {
	const throttle = new Throttle(run.concurrency);
	const hints = new Set<string>();
	const stop = (failure: Failure, { job }: SavedTask) =>
		nodeError(context, failure, job, paidBy(run), run.order.length > 1);
	const open = [...run.tasks.entries()].filter(([index]) => !results[index]);
	const input = context.getInputData();
	const connection = connect(context).catch(toFailure);
	const failures = await Promise.all(
		open.map(async ([index, task]) => {
			const leave = await throttle.enter();
			const fields = fieldsOf(run, input, index);
			try {
				const api = await connection;
				// A credential that can't be read now may be readable at the next check.
				if (api instanceof Failure && clock.now() < task.deadline - CLOSE) return undefined;
				if (api instanceof Failure) throw api;
				const items = await checkTask(context, api, task, index, notes, run, hints);
				if (items) results[index] = items.map((item) => withInputFields(item, fields));
			} catch (thrown) {
				const failure = withTask(thrown, task);
				if (!run.continues || failure.kind === 'cancelled') return { failure, task };
				results[index] = failedOf(context, failure, task.job, run, fields);
			} finally {
				leave();
			}
			return undefined;
		}),
	);
	const first = failures.find((entry) => entry !== undefined);
	if (first) throw stop(first.failure, first.task);
	const hint = { type: 'warning', location: 'outputPane' } as const;
	context.addExecutionHints?.(...[...hints].map((message) => ({ message, ...hint })));
}

function paidBy({ paid, unanswered }: ReleasedRun) {
	return { taskIds: () => paid, unansweredSlots: () => unanswered, retryAdvice: NO_RETRY };
}

const NO_RETRY =
	"If you retry this execution, it can't wait for the tasks again, but it doesn't pay again either.";
