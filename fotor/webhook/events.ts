import type { TaskStatus } from '../task/details';

/** What a user can choose under 'Trigger On'. */
export type TaskEvent = 'completed' | 'failed' | 'inProgress';

export interface Filter {
	events: readonly string[];
	/** Task types in lower case; empty = every type. */
	types: readonly string[];
}

/**
 * The event that a status counts as. In the API, a task can also time out or be canceled. Fotor's calls don't report
 * these statuses (API reference, sections 5 and 21), but here they count as failed.
 */
export function eventOf(status: TaskStatus): TaskEvent {
	return status === 'completed' || status === 'inProgress' ? status : 'failed';
}

/** The task types in a comma-separated list. */
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
