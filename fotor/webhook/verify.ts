import type { Api } from '../api/request';
import { clock, pause } from '../clock';
import { look } from '../task/look';
import type { Claim } from './body';
import { judge, MOST_PATIENCE, type Finding, type Judgement } from './judge';

/** ms for everything: how long Fotor waits for the reply to its call is not documented. */
export const BUDGET = 10_000;
/** Longest look, ms; two of them fit into the budget. */
export const LONGEST_LOOK = 4_000;
/** Waits before the second look and the following ones, ms. */
export const WAITS = [500, 1_500, 3_000];
const LONGEST_PAUSE = 3_000;
/** A look that has less time than this is not worth it, ms. */
const SHORTEST_LOOK = 500;

/**
 * Asks Fotor's API about the task of a call, again while the answer may change, for 10 s in all.
 * Never throws for what Fotor or the network does.
 */
export async function verify(api: Api, claim: Claim): Promise<Finding> {
	const deadline = clock.now() + BUDGET;
	let confirmed: Finding | undefined;
	let isKnown = false;
	const counts = new Map<string, number>();
	for (let looks = 0; ; looks++) {
		const timeout = Math.min(LONGEST_LOOK, deadline - clock.now());
		const seen = await look(api, claim.taskId, timeout);
		const judgement = judge(claim, seen, api.baseUrl);
		isKnown ||= seen.task !== undefined;
		// "No such task" can't be true of a task that was there a moment ago.
		const { finding, patience } = isKnown && !seen.task ? unsure(judgement) : judgement;
		if (finding.kind === 'genuine') confirmed = finding;
		const asked = 'retryAfterMs' in seen.outcome ? (seen.outcome.retryAfterMs ?? 0) : 0;
		const wait = Math.max(WAITS[looks] ?? LONGEST_PAUSE, asked);
		const tooLate = clock.now() + wait + SHORTEST_LOOK > deadline;
		const alike = counts.get(finding.kind) ?? 0;
		counts.set(finding.kind, alike + 1);
		if (alike >= patience || tooLate) {
			// What Fotor has confirmed once stays true when it then says nothing of the task.
			return confirmed && !seen.task ? confirmed : finding;
		}
		await pause(wait, api.signal);
	}
}

function unsure({ finding, patience }: Judgement): Judgement {
	if (finding.kind !== 'forged') return { finding, patience };
	return { finding: { kind: 'unverifiable', why: finding.why }, patience: MOST_PATIENCE };
}
