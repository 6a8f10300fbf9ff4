import { setTimeout as sleep } from 'node:timers/promises';

import type { SubmissionEndpoint } from '../endpoints';
import { toolOf } from '../pictures';
import { PictureError } from '../pictures/pixels';
import type { State } from '../state';
import type { SandboxTask } from '../types';
import { outcome, type PlacedPicture } from './outcome';
import { price } from './prices';
import { newTask, taskDuration } from './task';

/**
 * Accepts a submission and charges its price, which is refunded if the task fails. Section 23 says that tokens are
 * charged when a request succeeds and that failed requests are free. The sandbox charges before the result is
 * known. It's unknown whether Fotor does too.
 */
export function accept(
	state: State,
	endpoint: SubmissionEndpoint,
	path: string,
	body: Record<string, unknown>,
): SandboxTask {
	const now = Date.now();
	const task = newTask({ path, body, type: endpoint.id, price: price(endpoint.id, body) }, now);
	state.credits.remaining -= task.price;
	state.tasks.set(task.taskId, task);
	state.submissions.push({ path, body, taskId: task.taskId, at: now });
	state.inFlight++;
	state.peakInFlight = Math.max(state.peakInFlight, state.inFlight);
	if (state.options.webhook?.inProgress) state.webhooks.report(task, state.options.webhook);
	void carryOut(state, endpoint, task);
	return task;
}

/** Keeps a task in progress until its time is up and its images are ready, then sets its final status. */
async function carryOut(
	state: State,
	endpoint: SubmissionEndpoint,
	task: SandboxTask,
): Promise<void> {
	const { signal, options } = state;
	const duration = taskDuration(options.taskDurationMs, [task.path, endpoint.path]);
	try {
		const [change] = await Promise.all([
			work(state, task, signal),
			sleep(duration, undefined, { signal }),
		]);
		if (signal.aborted) return;
		Object.assign(task, { status: 1 }, change, { updateTime: Date.now() });
	} catch {
		return; // the sandbox was reset or closed in the meantime
	}
	state.inFlight--;
	if (task.status !== 1) state.credits.remaining += task.price;
	state.log(`task ${task.taskId} ${task.type} ${task.status === 1 ? 'completed' : 'failed'}`);
	if (options.webhook) state.webhooks.report(task, options.webhook);
}

async function work(
	state: State,
	task: SandboxTask,
	signal: AbortSignal,
): Promise<Partial<SandboxTask>> {
	try {
		const pictures = await state.results.make(task.type, toolOf(task.type), task.body, {
			own: (address) => state.own(address),
			foreign: state.options.foreignInputs ?? 'fail',
			signal,
		});
		const placed = pictures.map((picture, at): PlacedPicture => {
			const number = pictures.length > 1 ? `-${at + 1}` : '';
			const path = `/results/${task.taskId}${number}.${picture.extension}`;
			return { ...picture, url: state.serve(path, picture) };
		});
		return outcome(task, placed, state.options);
	} catch (error) {
		if (error instanceof PictureError) return { status: 2, msg: error.message };
		state.log(`task ${task.taskId} failed unexpectedly: ${String(error)}`);
		return { status: 2, msg: 'sandbox error' };
	}
}
