import type { IDataObject } from 'n8n-workflow';

import { bodyTime } from '../api/bodyTime';
import { advice, FAILURE_OF, happened, rawText } from '../api/explain';
import { refusesTask, surelyNotTaken, type Refusal } from '../api/outcome';
import { throwIfCancelled, TIMEOUT } from '../api/request';
import { outliveRateLimit } from '../api/retry';
import { clock, pause } from '../clock';
import { Failure, unpaid } from '../failure';
import { slotOf } from '../place';
import { isObject } from '../values';
import { deadlineOf } from './deadline';
import type { Batch, Job } from './types';

/** Delays between attempts while Fotor can't be reached, ms. */
const UNREACHABLE_DELAYS = [500, 1_000, 2_000, 4_000];
/** How long to wait for a submission's reply after a cancellation, ms. Short, because stopping must be quick. */
const GRACE = 100;

/**
 * Submits a job's task at most once. The task is sent again only if Fotor definitely did not accept it: after HTTP 429,
 * if there was no connection, or if the host is unknown. Fotor has no idempotency keys (API reference, sections 3
 * and 4).
 * @param body the job's body, with URLs in place of its images
 * @returns the task ID
 * @throws Failure
 */
export async function submit(
	{ api, throttle, ledger }: Batch,
	job: Job,
	body: IDataObject,
): Promise<string> {
	const { path, settings } = job;
	const slot = slotOf(job);
	const deadline = deadlineOf(settings);
	const send = async () => {
		throwIfCancelled(api.signal);
		if (ledger.stopped) throw ledger.stopped;
		ledger.sent(slot);
		// If the execution is canceled before the reply, the submission stays marked as unanswered, because Fotor may
		// have accepted the task.
		const timeout = bodyTime(TIMEOUT.submit, bytesIn(body), deadline);
		const outcome = await api.call({ method: 'POST', path, body, timeout, grace: GRACE });
		ledger.answered(slot);
		return outcome;
	};
	for (let unreachable = 0; ; ) {
		const outcome = await outliveRateLimit(send, { throttle, deadline, closed: ledger.closed });
		if (!outcome) throw tooLate();
		// A reply with a task ID means that the task was accepted, whatever else the reply says.
		const taskId = taskIdOf(outcome.data);
		if (taskId) return taskId;
		if (outcome.kind === 'success') {
			throw uncertain(job, 'Fotor accepted the request but returned no task ID');
		}
		if (outcome.kind === 'rateLimited') {
			throwIfCancelled(api.signal);
			if (ledger.stopped) throw ledger.stopped;
			throw tooBusy(outcome, throttle.quietFor());
		}
		if (!surelyNotTaken(outcome)) throw refused(job, outcome);
		const delay = UNREACHABLE_DELAYS[unreachable++];
		if (delay === undefined || clock.now() + delay > deadline) throw unreached(outcome);
		await pause(delay, ledger.closed);
	}
}

/** Total length of all strings in a body. If the body contains files, they account for nearly all of its size. */
function bytesIn(value: unknown): number {
	if (typeof value === 'string') return value.length;
	if (typeof value !== 'object' || value === null) return 0;
	return Object.values(value).reduce((sum: number, entry) => sum + bytesIn(entry), 0);
}

function taskIdOf(data: unknown): string | undefined {
	const taskId = isObject(data) ? data.taskId : undefined;
	if (typeof taskId === 'number') return String(taskId);
	return typeof taskId === 'string' && taskId.trim() ? taskId : undefined;
}

/** The failure for a submission that was clearly refused, or whose reply was lost. */
function refused(job: Job, outcome: Refusal): Failure {
	if (!refusesTask(outcome)) return uncertain(job, happened(outcome), rawText(outcome));
	const { path, notFoundAdvice = noSuchTool } = job;
	const hint = outcome.kind === 'notFound' ? notFoundAdvice(path) : advice(outcome);
	const kind = FAILURE_OF[outcome.kind];
	return new Failure(kind, happened(outcome), unpaid(hint), undefined, rawText(outcome));
}

function noSuchTool(path: string): string {
	return `Fotor has no tool at ${path}. Check 'Base URL' in the Fotor API credential.`;
}

/** The failure for a submission that may have been accepted. */
export function uncertain({ settings }: Job, what: string, quote?: string): Failure {
	const again = settings.taskKey
		? "run the item with another key in 'Pay Once Per Key'"
		: 'run the item in a new execution, or change a field of this node and retry';
	return new Failure(
		'uncertain',
		`${what}, so the task may have been accepted and charged`,
		`The task was sent once, and a retry does not send it again. Check your token balance before you continue. If the balance did not change, ${again}. To let the other items through, set this node to 'Continue' in its settings and retry.`,
		undefined,
		quote,
	);
}

/** The failure for an item whose task was already sent by an earlier attempt. */
export function stillUncertain(job: Job): Failure {
	return uncertain(job, 'An earlier attempt sent this task and got no clear reply');
}

/** The failure for an item whose upload used up all the time that a tool call has. */
function tooLate(): Failure {
	return new Failure(
		'rejected',
		'There was no time left to send the task',
		unpaid("Raise 'Maximum Wait Time' in the options, or use a smaller image."),
		undefined,
		undefined,
		unpaid('Call again, with a smaller image if you can.'),
	);
}

function tooBusy(outcome: Refusal, wait: number): Failure {
	const seconds = Math.ceil(wait / 1000);
	return new Failure(
		'rejected',
		`${happened(outcome)} and asked n8n to wait ${seconds} s, which is longer than 'Maximum Wait Time' allows`,
		unpaid(advice(outcome)),
		undefined,
		rawText(outcome),
	);
}

function unreached(outcome: Refusal): Failure {
	return new Failure(
		'unreachable',
		happened(outcome),
		`Nothing was sent, and nothing was charged. ${advice(outcome)}`,
		undefined,
		rawText(outcome),
	);
}
