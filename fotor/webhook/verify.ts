import { retryAfterOf } from '../api/outcome';
import type { Api } from '../api/request';
import { clock, pause } from '../clock';
import { look } from '../task/look';
import type { Claim } from './body';
import { judge, MAX_RETRIES, type Finding, type Judgement } from './judge';

/** Time limit for the whole verification, ms. How long Fotor waits for the reply to its call isn't documented. */
export const BUDGET = 10_000;
/** Part of the budget that is reserved for checking the API key, ms. */
const KEY_CHECK_SHARE = 1_000;
/** Waits before the second, third and fourth status checks, ms. */
export const WAITS = [500, 1_500, 3_000];
/** Wait before each later status check, ms. */
const LONGEST_WAIT = 3_000;
/** Timeout of one request, ms. Two status checks fit into the budget. */
const REQUEST_TIMEOUT = 4_000;
/** Minimum time for a status check, ms. If less time is left, the check is skipped. */
const SHORTEST_POLL = 500;

/**
 * Verifies a call by checking the status of the reported task with Fotor, for up to 10 s. Never throws, whatever
 * Fotor or the network does.
 */
export async function verify(api: Api, claim: Claim): Promise<Finding> {
	const deadline = clock.now() + BUDGET;
	const finding = await pollTask(api, claim, deadline - KEY_CHECK_SHARE);
	if (finding.kind !== 'unverifiable' || !finding.ifKeyWorks) return finding;
	if (!(await keyWorks(api, deadline))) return finding;
	return { kind: finding.ifKeyWorks, why: `${finding.why}, although the API key works` };
}

/** Polls the task until the answer is final. */
async function pollTask(api: Api, claim: Claim, deadline: number): Promise<Finding> {
	let confirmed: Finding | undefined;
	let wasSeen = false;
	const counts = new Map<Finding['kind'], number>();
	for (let attempt = 0; ; attempt++) {
		const answer = await look(api, claim.taskId, timeoutBefore(deadline));
		wasSeen ||= answer.task !== undefined;
		const judgement = judge(claim, answer, api.baseUrl);
		const { finding, retries } = wasSeen && !answer.task ? notForged(judgement) : judgement;
		if (finding.kind === 'genuine') confirmed = finding;
		const wait = Math.max(WAITS[attempt] ?? LONGEST_WAIT, retryAfterOf(answer.outcome));
		const isTooLate = clock.now() + wait + SHORTEST_POLL > deadline;
		const repeats = counts.get(finding.kind) ?? 0;
		counts.set(finding.kind, repeats + 1);
		if (repeats >= retries || isTooLate) {
			// Once Fotor has confirmed a task, it stays confirmed even if a later reply says nothing about it.
			return confirmed && !answer.task ? confirmed : finding;
		}
		await pause(wait, api.signal);
	}
}

/** If an earlier reply contained the task, the task exists, whatever Fotor answers now. */
function notForged({ finding, retries }: Judgement): Judgement {
	const { kind } = finding;
	if (kind !== 'forged' && kind !== 'unverifiable') return { finding, retries };
	return {
		finding: { kind: 'unverifiable', why: finding.why, ifKeyWorks: 'unanswered' },
		retries: kind === 'forged' ? MAX_RETRIES : retries,
	};
}

/** True if Fotor accepts the same key when asked for the balance, which costs nothing (API reference, section 6). */
async function keyWorks(api: Api, deadline: number): Promise<boolean> {
	const timeout = timeoutBefore(deadline);
	const outcome = await api.call({ method: 'GET', path: '/v1/credits', timeout });
	return outcome.kind === 'success';
}

function timeoutBefore(deadline: number): number {
	return Math.min(REQUEST_TIMEOUT, deadline - clock.now());
}
