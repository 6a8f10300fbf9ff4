import { isObject } from '../../fotor/values';
import { outcomeOf } from './client';
import type { Evidence, Exchange, TaskEvidence } from './evidence';

/** `answer`: the reference had no guess, now there is something to write down. */
export type Verdict = 'held' | 'did not hold' | 'answer' | 'not told';

export interface Judgement {
	verdict: Verdict;
	/** What was seen. */
	seen: string;
}

/** Something that the API reference marks as a guess, an inference or UNKNOWN. */
export interface Guess {
	/** Section of docs/api/fotor-openapi.md. */
	section: number;
	/** The guess as a statement, or what is not known as a question. */
	guess: string;
	judge: (evidence: Evidence) => Judgement;
}

export interface Finding extends Judgement {
	section: number;
	guess: string;
}

export const held = (seen: string): Judgement => ({ verdict: 'held', seen });
export const failed = (seen: string): Judgement => ({ verdict: 'did not hold', seen });
export const answer = (seen: string): Judgement => ({ verdict: 'answer', seen });
export const notTold = (seen: string): Judgement => ({ verdict: 'not told', seen });

export const judged = (holds: boolean, seen: string): Judgement =>
	holds ? held(seen) : failed(seen);

/** Judges a probe's finished task; a task that did not finish tells nothing. */
export function ofTask(
	evidence: Evidence,
	probe: string,
	judge: (task: TaskEvidence) => Judgement,
): Judgement {
	const task = evidence.tasks[probe];
	return task?.task?.status === 'completed' ? judge(task) : notTold(whyNot(task));
}

/**
 * Judges whether a value is accepted: the same tool must have worked with a value that is known.
 * @param control the probe with the known value
 */
export function accepts(evidence: Evidence, probe: string, control: string): Judgement {
	const task = evidence.tasks[probe];
	if (task?.task?.status === 'completed') return held('the task was completed');
	const refused = task?.taskId === undefined ? refusal(task) : task.task?.status === 'failed';
	const works = evidence.tasks[control]?.task?.status === 'completed';
	return refused && works ? failed(whyNot(task)) : notTold(whyNot(task));
}

/** A submission that Fotor answered with a no of its own, not one that the network or a limit stopped. */
function refusal(task: TaskEvidence | undefined): boolean {
	return task?.submission !== undefined && outcomeOf(task.submission).kind === 'rejected';
}

/** Why there is no result, in words. */
export function whyNot(task: TaskEvidence | undefined): string {
	if (!task) return 'not tried in this run';
	if (task.notSent) return `not submitted: ${task.notSent}`;
	if (task.submission && 'fault' in task.submission) {
		return `it may have been accepted and paid: ${task.submission.text}`;
	}
	if (task.taskId === undefined) return `the submission was refused: ${words(task.submission)}`;
	if (!task.task) return `task ${task.taskId} could not be read`;
	if (task.task.status === 'completed') return 'the task was completed';
	return `the task is ${task.task.status}${task.task.reason ? `: ${task.task.reason}` : ''}`;
}

/** A reply in a few words. */
export function words(exchange: Exchange | undefined): string {
	if (!exchange) return 'no reply';
	if ('fault' in exchange) return exchange.text;
	const { status, body } = exchange;
	if (!isObject(body))
		return `HTTP ${status}, ${typeof body === 'string' && body ? 'not JSON' : 'no body'}`;
	const { code, msg } = body;
	return `HTTP ${status}, code ${JSON.stringify(code)}, msg ${JSON.stringify(msg)}`;
}

/** The finished tasks of a run. */
export function completed(evidence: Evidence): TaskEvidence[] {
	return tasks(evidence).filter(({ task }) => task?.status === 'completed');
}

export function tasks(evidence: Evidence): TaskEvidence[] {
	return Object.values(evidence.tasks).filter((task) => task !== undefined);
}

/** Size of a probe's first result, such as "512 × 512". */
export function sizeWords({ results }: TaskEvidence): string {
	const [result] = results;
	return result?.width && result.height ? `${result.width} × ${result.height}` : 'of unknown size';
}
