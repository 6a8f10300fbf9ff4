import { Failure } from '../failure';
import { isFinal, type FinalKind, type Refusal } from './outcome';

/** Advice for each kind of refusal. */
const ADVICE: Record<Refusal['kind'], string> = {
	noCredits:
		'Buy tokens at https://developers.fotor.com, or use the links from Fotor → Account → Get Top-Up Links. Then run the workflow again.',
	unauthorized:
		"Copy the key from https://developers.fotor.com/dashboard/setting/ into 'API Key' in the Fotor API credential.",
	blocked: 'Run n8n on another network, or ask Fotor to allow the IP address of this machine.',
	forbidden:
		"Check that the key in the Fotor API credential is allowed to use this tool, and that 'Base URL' is right.",
	notFound: "Check 'Base URL' in the Fotor API credential.",
	rejected: 'Check the values in this node.',
	redirected:
		"Check 'Base URL' in the Fotor API credential, and make sure that no proxy or sign-in page answers in Fotor's place.",
	rateLimited: "Lower 'Concurrent Tasks' in the options, or try again later.",
	unavailable: 'Try again later.',
	unreadable:
		"Check 'Base URL' in the Fotor API credential, and make sure that no proxy changes the replies.",
	refused:
		"Check 'Base URL' in the Fotor API credential, and make sure that no firewall or proxy keeps this machine from reaching it.",
	unresolved: "Check 'Base URL' in the Fotor API credential and this machine's network connection.",
	timeout: "Check this machine's network connection, or try again later.",
	broken: "Check this machine's network connection, or try again later.",
};

const HAPPENED: Record<Refusal['kind'], string> = {
	noCredits: 'The Fotor account has too few tokens',
	unauthorized: 'Fotor does not accept the API key',
	blocked: "Fotor's firewall blocks this network",
	forbidden: 'Fotor denied access',
	notFound: "Fotor doesn't recognize this URL",
	rejected: 'Fotor did not accept the request',
	redirected: 'Fotor redirected the request',
	rateLimited: 'Fotor received too many requests',
	unavailable: 'Fotor could not handle the request',
	unreadable: "Fotor's reply can't be read",
	refused: "Fotor can't be reached",
	unresolved: "Fotor can't be reached",
	timeout: 'Fotor did not reply in time',
	broken: 'The connection to Fotor was lost',
};

/** The cause in words, without codes, for the start of a message. */
export function happened(outcome: Refusal): string {
	return HAPPENED[outcome.kind];
}

/** The cause with its raw text, for logs and for messages that have no description. */
export function happenedInFull(outcome: Refusal): string {
	return `${happened(outcome)} (${rawText(outcome)})`;
}

export function advice(outcome: Refusal): string {
	return ADVICE[outcome.kind];
}

/** The text and codes of Fotor's reply or of the network fault. They go at the end of a message's description. */
export function rawText({ kind, text }: Refusal): string {
	return kind === 'blocked' ? `Cloudflare 1010, ${text}` : text;
}

/**
 * The failure of a call that costs nothing, such as reading the balance, the links or a status.
 * @param what the consequence: "the token balance can't be read"
 */
export function freeCallFailure(what: string, outcome: Refusal): Failure {
	const kind = isFinal(outcome) ? FAILURE_OF[outcome.kind] : 'unreachable';
	const message = STANDS_ALONE.includes(outcome.kind)
		? happened(outcome)
		: `${happened(outcome)}, so ${what}`;
	return new Failure(kind, message, advice(outcome), undefined, rawText(outcome));
}

/** Refusals that any request would get. Their messages don't say what couldn't be done as a result. */
const STANDS_ALONE: Array<Refusal['kind']> = ['noCredits', 'unauthorized', 'blocked'];

/** Failure kind of each final refusal. `credits` and `credential` stop the whole batch; `rejected` fails one item. */
export const FAILURE_OF: Record<FinalKind, Failure['kind']> = {
	noCredits: 'credits',
	unauthorized: 'credential',
	blocked: 'credential',
	forbidden: 'rejected',
	notFound: 'rejected',
	rejected: 'rejected',
	redirected: 'rejected',
};
