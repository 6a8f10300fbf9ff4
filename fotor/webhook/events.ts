import type { TaskStatus } from '../task/details';

/** What a user can choose under 'Trigger On'. */
export type TaskEvent = 'completed' | 'failed' | 'inProgress';

export interface Filter {
	events: readonly string[];
	/** Task types in lower case; empty = every type. */
	types: readonly string[];
}

/**
 * The event that a status belongs to. Of the tasks without a result, calls report only the failed ones, but the API
 * also has timed-out and canceled tasks (API reference, sections 5 and 21).
 */
export function eventOf(status: TaskStatus): TaskEvent {
	return status === 'completed' || status === 'inProgress' ? status : 'failed';
}

/** The task types of a comma-separated list. */
export function parseTypes(text: string): string[] {
	return text
		.split(/[\s,;]+/)
		.filter(Boolean)
		.map((type) => type.toLowerCase());
}

/** Why a call doesn't start the workflow; undefined if it does. */
export function filteredOut(
	{ events, types }: Filter,
	{ status, type }: { status: TaskStatus; type?: string },
): string | undefined {
	if (!events.includes(eventOf(status))) return 'event not selected';
	if (types.length > 0 && !types.includes((type ?? '').toLowerCase())) {
		return 'task type not selected';
	}
	return undefined;
}
