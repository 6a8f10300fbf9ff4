import type { Evidence } from './evidence';
import type { Finding } from './finding';
import { API_GUESSES } from './guesses.api';
import { TASK_GUESSES } from './guesses.tasks';
import { TOOL_GUESSES } from './guesses.tools';

/** Everything that docs/api/fotor-openapi.md marks as guess, inference or UNKNOWN and a run can tell. */
export const GUESSES = [...API_GUESSES, ...TASK_GUESSES, ...TOOL_GUESSES].sort(
	(a, b) => a.section - b.section,
);

/** What a run says about each of them. */
export function findings(evidence: Evidence): Finding[] {
	return GUESSES.map(({ section, guess, judge }) => ({ section, guess, ...judge(evidence) }));
}
