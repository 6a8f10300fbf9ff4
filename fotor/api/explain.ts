import { Failure } from '../failure';
import { isFinal, type FinalKind, type Refusal } from './outcome';

/** Advice for what is the same in every request: the key, the network, the address. */
const ADVICE: Record<Refusal['kind'], string> = {
	noCredits:
		'Buy tokens at https://developers.fotor.com (or read the links with Fotor → Account → Get Top-Up Links), then run the workflow again.',
	unauthorized:
		"Copy the key again from https://developers.fotor.com/dashboard/setting/ into 'API Key' of the Fotor API credential.",
	blocked:
		"Fotor's firewall refuses this machine's address or network. Run n8n from another network or ask Fotor to allow the address.",
	forbidden:
		'Check that the key in the Fotor API credential may use this tool, and that the base URL is right.',
	notFound: "Check 'Base URL' of the Fotor API credential.",
	rejected: 'Check the values in this node; the text above is Fotor’s own.',
	redirected:
		"Check 'Base URL' of the Fotor API credential, and that no proxy or sign-in page answers in Fotor's place.",
	rateLimited: "Lower 'Concurrent Tasks' in the options, or try again later.",
	unavailable: 'Fotor has trouble at the moment. Try again later.',
	unreadable:
		"Check that 'Base URL' of the Fotor API credential is Fotor's API and that no proxy changes the replies.",
	refused: "Check 'Base URL' of the Fotor API credential and that the service is running.",
	unresolved: "Check 'Base URL' of the Fotor API credential and this machine's network.",
	timeout: 'Check the network of this machine, or try again later.',
	broken: 'Check the network of this machine, or try again later.',
};

const HAPPENED: Record<Refusal['kind'], string> = {
	noCredits: 'The Fotor account has too few tokens',
	unauthorized: 'Fotor does not accept the API key',
	blocked: "Fotor's firewall (Cloudflare, 1010) refused the request",
	forbidden: 'Fotor refused access',
	notFound: 'Fotor does not know this address',
	rejected: 'Fotor did not accept the request',
	redirected: 'Fotor redirected the request',
	rateLimited: 'Fotor received too many requests',
	unavailable: 'Fotor could not handle the request',
	unreadable: 'The reply was not one of Fotor’s',
	refused: 'Fotor could not be reached',
	unresolved: 'Fotor could not be reached',
	timeout: 'Fotor did not reply',
	broken: 'The connection to Fotor broke',
};

export function happened(outcome: Refusal): string {
	return `${HAPPENED[outcome.kind]} (${outcome.text})`;
}

export function advice(outcome: Refusal): string {
	return ADVICE[outcome.kind];
}

/** For calls that cost nothing (balance, links, upload addresses): one text whatever the reason. */
export function freeCallFailure(what: string, outcome: Refusal): Failure {
	const kind = isFinal(outcome) ? FAILURE_OF[outcome.kind] : 'unreachable';
	return new Failure(kind, `${what}: ${happened(outcome)}`, advice(outcome));
}

/** Which refusals stop the rest of the batch, and which only this item. */
export const FAILURE_OF: Record<FinalKind, Failure['kind']> = {
	noCredits: 'credits',
	unauthorized: 'credential',
	blocked: 'credential',
	forbidden: 'rejected',
	notFound: 'rejected',
	rejected: 'rejected',
	redirected: 'rejected',
};
