import type { IDataObject } from 'n8n-workflow';

import { advice, FAILURE_OF, happened } from '../api/explain';
import { isFinal, surelyNotTaken, type Refusal } from '../api/outcome';
import { throwIfCancelled, TIMEOUT } from '../api/request';
import { clock, pause } from '../clock';
import { Failure } from '../failure';
import { isObject } from '../values';
import type { Batch, Job } from './types';

/** Delays between attempts while Fotor can't be reached, ms. */
const UNREACHABLE_DELAYS = [500, 1_000, 2_000, 4_000];
/** Delay after a 429 without Retry-After, ms; doubles each time. */
const BUSY_DELAY = { first: 1_000, longest: 30_000 };

/**
 * Submits a job's task at most once. Sent again only if Fotor certainly did not take it: HTTP 429, no connection,
 * unknown host (API reference, sections 3 and 4: there is no idempotency key).
 * @param body the job's body, with URLs in place of its pictures
 * @returns the task ID
 * @throws Failure
 */
export async function submit(
	{ api, throttle, ledger }: Batch,
	{ path, itemIndex, settings, notFoundAdvice }: Job,
	body: IDataObject,
): Promise<string> {
	const giveUpAt = clock.now() + settings.maxWait;
	let lastBusy: Refusal = { kind: 'rateLimited', text: 'for another item' };
	for (let unreachable = 0, busy = 0; ; ) {
		const quiet = throttle.quietFor();
		if (clock.now() + quiet > giveUpAt) throw tooBusy(lastBusy, quiet);
		await throttle.quiet(ledger.closed);
		throwIfCancelled(api.signal);
		if (ledger.stopped) throw ledger.stopped;
		ledger.sent(itemIndex);
		// Stays unanswered when canceled: Fotor may have accepted it.
		const outcome = await api.call({ method: 'POST', path, body, timeout: TIMEOUT.submit });
		ledger.answered(itemIndex);
		if (outcome.kind === 'success') return taskIdOf(outcome.data);
		if (!surelyNotTaken(outcome)) throw refused(path, outcome, notFoundAdvice);
		if (outcome.kind === 'rateLimited') {
			const backoff = Math.min(BUSY_DELAY.first * 2 ** busy++, BUSY_DELAY.longest);
			throttle.rateLimited(outcome.retryAfterMs || backoff);
			lastBusy = outcome;
		} else {
			const delay = UNREACHABLE_DELAYS[unreachable++];
			if (delay === undefined || clock.now() + delay > giveUpAt) throw unreached(outcome);
			await pause(delay, ledger.closed);
		}
	}
}

function taskIdOf(data: unknown): string {
	const taskId = isObject(data) ? data.taskId : undefined;
	if (typeof taskId === 'string' && taskId.trim()) return taskId;
	if (typeof taskId === 'number') return String(taskId);
	throw uncertain('Fotor accepted the request but named no task id');
}

/** A submission whose answer is lost, or that was clearly refused. */
function refused(path: string, outcome: Refusal, notFoundAdvice = noSuchTool): Failure {
	if (!isFinal(outcome)) return uncertain(happened(outcome));
	const hint = outcome.kind === 'notFound' ? notFoundAdvice(path) : advice(outcome);
	return new Failure(
		FAILURE_OF[outcome.kind],
		happened(outcome),
		`Nothing was paid for this item. ${hint}`,
	);
}

function noSuchTool(path: string): string {
	return `Fotor has no tool at ${path} on this base URL. Check 'Base URL' of the Fotor API credential.`;
}

function uncertain(what: string): Failure {
	return new Failure(
		'uncertain',
		`${what}; the task may have been accepted and charged`,
		'Look at the balance before you retry: the task was sent once and is not repeated automatically. If the balance did not change, run the item again.',
	);
}

/** For an item whose submission was already sent by an earlier try of the same execution. */
export function stillUncertain(): Failure {
	return uncertain('An earlier try of this execution sent this task and got no answer');
}

function tooBusy(outcome: Refusal, wait: number): Failure {
	return new Failure(
		'rejected',
		`${happened(outcome)} and asks to wait ${Math.ceil(wait / 1000)} s, longer than 'Maximum Wait Time' allows`,
		`Nothing was paid for this item. ${advice(outcome)}`,
	);
}

function unreached(outcome: Refusal): Failure {
	return new Failure(
		'unreachable',
		happened(outcome),
		`Nothing was sent and nothing was paid. ${advice(outcome)}`,
	);
}
