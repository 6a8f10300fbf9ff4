import type { Api } from '../api/request';
import { clock, pause } from '../clock';
import { look } from '../task/wait';
import type { Claim } from './body';
import { judge, MAX_RETRIES, type Finding, type Judgement } from './judge';

/** ms for everything: how long Fotor waits for the reply to its call isn't documented. */
export const BUDGET = 10_000;
/** Waits before the second status check and the next ones, ms. */
export const WAITS = [500, 1_500, 3_000];
/** Wait before each later status check, ms. */
const LONGEST_WAIT = 3_000;
/** Timeout of one status check, ms; two fit into the budget. */
const POLL_TIMEOUT = 4_000;
/** A status check with less time than this isn't made, ms. */
const SHORTEST_POLL = 500;

/**
 * Polls the task of a call until the answer is final, for up to 10 s. Never throws for what Fotor or the network does.
 */
export async function verify(api: Api, claim: Claim): Promise<Finding> {
	const deadline = clock.now() + BUDGET;
	let confirmed: Finding | undefined;
	let wasSeen = false;
	const counts = new Map<Finding['kind'], number>();
	for (let attempt = 0; ; attempt++) {
		const timeout = Math.min(POLL_TIMEOUT, deadline - clock.now());
		const answer = await look(api, claim.taskId, timeout);
		wasSeen ||= answer.task !== undefined;
		const judgement = judge(claim, answer, api.baseUrl);
		// "No such task" can't be true of a task that was there a moment ago.
		const { finding, retries } = wasSeen && !answer.task ? notForged(judgement) : judgement;
		if (finding.kind === 'genuine') confirmed = finding;
		const retryAfter = 'retryAfterMs' in answer.outcome ? (answer.outcome.retryAfterMs ?? 0) : 0;
		const wait = Math.max(WAITS[attempt] ?? LONGEST_WAIT, retryAfter);
		const isTooLate = clock.now() + wait + SHORTEST_POLL > deadline;
		const repeats = counts.get(finding.kind) ?? 0;
		counts.set(finding.kind, repeats + 1);
		if (repeats >= retries || isTooLate) {
			// A task that Fotor confirmed stays confirmed if a later reply says nothing about it.
			return confirmed && !answer.task ? confirmed : finding;
		}
		await pause(wait, api.signal);
	}
}

function notForged({ finding, retries }: Judgement): Judgement {
	if (finding.kind !== 'forged') return { finding, retries };
	return { finding: { kind: 'unverifiable', why: finding.why }, retries: MAX_RETRIES };
}
