/** Why an item has no result. The kind decides what happens to the rest of the batch. */
export type FailureKind =
	/** The form or the input data can't be used; nothing was sent. */
	| 'input'
	/** Fotor replied but did not accept the task; nothing was charged. */
	| 'rejected'
	/** The account has too few tokens; nothing more is submitted in this run. */
	| 'credits'
	/** Fotor refuses the key or the network; nothing more is submitted in this run. */
	| 'credential'
	/** Nothing was sent, for example because an earlier item showed that Fotor would refuse the task. */
	| 'notSent'
	/** Fotor could not be reached, so nothing was sent. */
	| 'unreachable'
	/** A task was sent, but the reply was lost, so the task may have been accepted and charged. */
	| 'uncertain'
	/** A paid task ended without a result. */
	| 'taskEnded'
	/** The status of a paid task can no longer be read, but the task may still finish. */
	| 'lostTrack'
	/** The maximum wait time has passed; the task may still finish. */
	| 'timedOut'
	/** The execution was stopped by the user. */
	| 'cancelled';

/** Tells the user why an item has no result: what happened, and what to do. */
export class Failure extends Error {
	/**
	 * @param message what happened, one sentence without the item number
	 * @param advice what to do next
	 * @param taskId the item's paid task, if any
	 * @param quote raw text from Fotor, n8n or the network; messages show it last
	 * @param modelAdvice what a model that uses the node as a tool should do instead; set if `advice` is about n8n's
	 * editor
	 */
	constructor(
		readonly kind: FailureKind,
		message: string,
		readonly advice: string,
		readonly taskId?: string,
		readonly quote?: string,
		readonly modelAdvice?: string,
	) {
		super(message);
	}
}

/** The failure of a form that can't be used; nothing was sent. The message names the field as the form shows it. */
export function inputFailure(
	message: string,
	advice: string,
	modelAdvice?: string,
	quote?: string,
): Failure {
	return new Failure('input', message, advice, undefined, quote, modelAdvice);
}

/** The failure's raw text as the last sentence of a description; empty if there is no raw text. */
export function quoted({ quote }: Failure): string {
	return quote ? sentence(`Details: ${quote}`) : '';
}

/** Adds a period to the text unless it already ends with punctuation. */
export function sentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}

export const NOTHING_PAID = 'Nothing was charged for this item.';

/** Starts the advice with the note that nothing was charged, and removes any other copy of that note. */
export function unpaid(advice: string): string {
	return [NOTHING_PAID, advice.replaceAll(NOTHING_PAID, '').trim()].join(' ').trim();
}

const UNEXPECTED =
	'Run the item again. If it happens again, report this message to the developers of this node.';

/** Turns anything thrown into a Failure, so every failed item has a message. */
export function toFailure(thrown: unknown): Failure {
	if (thrown instanceof Failure) return thrown;
	const text = thrown instanceof Error ? thrown.message : String(thrown);
	const description = (thrown as { description?: unknown } | null)?.description;
	const advice = typeof description === 'string' && description ? description : UNEXPECTED;
	return new Failure('input', text, advice);
}
