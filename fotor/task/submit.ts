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

export interface Submission {
	path: string;
	body: IDataObject;
	/** How long "too many requests" is waited out, ms. */
	patience: number;
}

/**
 * Submits a task at most once and returns its id. Repeated only when it surely was not taken: HTTP 429, no
 * connection, unknown host (API reference, sections 3 and 4: there is no idempotency key).
 * @param stop ends the repetitions with its Failure, when the rest of the batch is called off
 * @throws Failure
 */
export async function submit(
	api: Api,
	throttle: Throttle,
	{ path, body, patience }: Submission,
	stop: () => Failure | undefined,
): Promise<string> {
	const giveUpAt = clock.now() + patience;
	for (let unreachable = 0, busy = 0; ; ) {
		await throttle.quiet(api.signal);
		throwIfCancelled(api.signal);
		const stopped = stop();
		if (stopped) throw stopped;
		const outcome = await api.call({ method: 'POST', path, body, timeout: TIMEOUT.submit });
		if (outcome.kind === 'success') return taskIdOf(outcome.data);
		if (!surelyNotTaken(outcome)) throw refused(path, outcome);
		if (outcome.kind === 'rateLimited') {
			const asked = outcome.retryAfterMs ?? 0;
			const wait = asked || Math.min(BUSY_WAIT.first * 2 ** busy++, BUSY_WAIT.most);
			throttle.rateLimited(wait);
			if (clock.now() + wait > giveUpAt) throw tooBusy(outcome, wait);
		} else {
			const wait = UNREACHABLE_WAITS[unreachable++];
			if (wait === undefined || clock.now() + wait > giveUpAt) throw unreached(outcome);
			await pause(wait, api.signal);
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
function refused(path: string, outcome: Exclude<Outcome, { kind: 'success' }>): Failure {
	const kind = KINDS[outcome.kind];
	if (!kind) return uncertain(happened(outcome));
	const hint =
		outcome.kind === 'notFound'
			? `Fotor has no tool at ${path} on this base URL. ${advice(outcome)}`
			: advice(outcome);
	return new Failure(kind, happened(outcome), `Nothing was paid for this item. ${hint}`);
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

function tooBusy(outcome: Exclude<Outcome, { kind: 'success' }>, wait: number): Failure {
	return new Failure(
		'rejected',
		`${happened(outcome)} and asks to wait ${Math.ceil(wait / 1000)} s, longer than 'Maximum Wait Time' allows`,
		`Nothing was paid for this item. ${advice(outcome)}`,
	);
}

function unreached(outcome: Exclude<Outcome, { kind: 'success' }>): Failure {
	return new Failure(
		'unreachable',
		happened(outcome),
		`Nothing was sent and nothing was paid. ${advice(outcome)}`,
	);
}
