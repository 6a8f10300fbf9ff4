import type { Fault, Reply } from '../../fotor/api/outcome';
import type { TaskDetails } from '../../fotor/task/details';

/** What a request came to. */
export type Exchange = Reply | Fault;

/** A result file, as it was fetched. */
export interface ResultFacts {
	url: string;
	status: number;
	contentType: string;
	bytes: number;
	/** Format by the first bytes, such as `png`. */
	format?: string;
	width?: number;
	height?: number;
	hasAlpha?: boolean;
}

/** How much a result differs from its input on average, 0 to 255, where the mask is white and where not. */
export interface MaskDifference {
	inside: number;
	outside: number;
}

/** One submission and what became of it. */
export interface TaskEvidence {
	probe: string;
	/** Id in the API reference. */
	endpoint: string;
	path: string;
	/** Why nothing was submitted. */
	notSent?: string;
	submission?: Exchange;
	taskId?: string;
	/** The task as it was last seen. */
	task?: TaskDetails;
	/** ms from the submission to the look at which the task was final. */
	waitedMs?: number;
	results: ResultFacts[];
	difference?: MaskDifference;
}

/** Everything that a run has seen; the judgements are made from this alone. */
export interface Evidence {
	/** Calls that cost nothing, by name. */
	calls: Record<string, Exchange | undefined>;
	/** By probe. */
	tasks: Record<string, TaskEvidence | undefined>;
	/** Every reply of the API, in order. */
	replies: Reply[];
	/** Tokens left. */
	balance: { before?: number; after?: number };
	/** ms between two looks at a task. */
	intervalMs: number;
}

/** What there is when a task was not submitted. */
export function noEvidence(): Evidence {
	return { calls: {}, tasks: {}, replies: [], balance: {}, intervalMs: 0 };
}
