import type { IDataObject } from 'n8n-workflow';

import { advice, happened, KINDS } from '../api/explain';
import { isObject, surelyNotTaken, type Outcome } from '../api/outcome';
import { throwIfCancelled, TIMEOUT, type Api } from '../api/request';
import { clock, pause } from '../clock';
import { Failure } from '../failure';
import type { Throttle } from './throttle';

/** Waits before asking again when Fotor can't be reached, ms; one entry a repetition. */
const UNREACHABLE_WAITS = [500, 1_000, 2_000, 4_000];
/** First wait after a 429 without Retry-After, ms; doubles up to the second number. */
const BUSY_WAIT = { first: 1_000, most: 30_000 };

type Refusal = Exclude<Outcome, { kind: 'success' }>;

export interface Submission {
	path: string;
	body: IDataObject;
	/** How long "too many requests" is waited out, ms. */
	patience: number;
	/** What to do when Fotor has no such path. */
	notFoundAdvice?: (path: string) => string;
}

/** How the rest of the batch sees a submission, and ends it. */
export interface Batch {
	throttle: Throttle;
	/** The reason why nothing more is sent. */
	stopped: () => Failure | undefined;
	/** Aborted when there is such a reason, and when the execution is cancelled. */
	ended?: AbortSignal;
	/** Told when the request leaves and when its answer is there. */
	onTheWay: (isSo: boolean) => void;
}

/**
 * Submits a task at most once and returns its id. Repeated only when it surely was not taken: HTTP 429, no
 * connection, unknown host (API reference, sections 3 and 4: there is no idempotency key).
 * @throws Failure
 */
export async function submit(
	api: Api,
	{ path, body, patience, notFoundAdvice }: Submission,
	{ throttle, stopped, ended, onTheWay }: Batch,
): Promise<string> {
	const giveUpAt = clock.now() + patience;
	let lastBusy: Refusal = { kind: 'rateLimited', text: 'for another item' };
	for (let unreachable = 0, busy = 0; ; ) {
		const quiet = throttle.quietFor();
		if (clock.now() + quiet > giveUpAt) throw tooBusy(lastBusy, quiet);
		await throttle.quiet(ended);
		throwIfCancelled(api.signal);
		const reason = stopped();
		if (reason) throw reason;
		onTheWay(true);
		// When this is cancelled it stays on its way: nobody knows whether Fotor took it.
		const outcome = await api.call({ method: 'POST', path, body, timeout: TIMEOUT.submit });
		onTheWay(false);
		if (outcome.kind === 'success') return taskIdOf(outcome.data);
		if (!surelyNotTaken(outcome)) throw refused(path, outcome, notFoundAdvice);
		if (outcome.kind === 'rateLimited') {
			const backoff = Math.min(BUSY_WAIT.first * 2 ** busy++, BUSY_WAIT.most);
			throttle.rateLimited(outcome.retryAfterMs || backoff);
			lastBusy = outcome;
		} else {
			const wait = UNREACHABLE_WAITS[unreachable++];
			if (wait === undefined || clock.now() + wait > giveUpAt) throw unreached(outcome);
			await pause(wait, ended);
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
	const kind = KINDS[outcome.kind];
	if (!kind) return uncertain(happened(outcome));
	const hint = outcome.kind === 'notFound' ? notFoundAdvice(path) : advice(outcome);
	return new Failure(kind, happened(outcome), `Nothing was paid for this item. ${hint}`);
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
