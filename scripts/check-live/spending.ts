import { isObject } from '../../fotor/values';
import type { Evidence } from './evidence';
import { tasks } from './finding';

export interface Spending {
	/** Submissions that Fotor accepted. */
	accepted: number;
	/** Tasks that Fotor made of empty requests, which were meant to be refused: call -> task id. */
	unexpected: Record<string, string>;
	/** Tokens that the tasks say they cost. */
	told: number;
	/** Tokens by which the balance went down; undefined when it could not be read twice. */
	taken?: number;
}

/** What a run has cost. */
export function spendingOf(evidence: Evidence): Spending {
	const { before, after } = evidence.balance;
	const accepted = tasks(evidence).filter(({ taskId }) => taskId !== undefined);
	const unexpected = unexpectedTasks(evidence);
	return {
		accepted: accepted.length + Object.keys(unexpected).length,
		unexpected,
		told: accepted.reduce((sum, { task }) => sum + (task?.tokensUsed ?? 0), 0),
		taken: before === undefined || after === undefined ? undefined : before - after,
	};
}

function unexpectedTasks({ calls }: Evidence): Record<string, string> {
	return Object.fromEntries(
		Object.entries(calls).flatMap(([name, reply]): Array<[string, string]> => {
			const body = reply && 'body' in reply && isObject(reply.body) ? reply.body : {};
			const taskId = isObject(body.data) ? body.data.taskId : undefined;
			return name !== 'unknownTask' && typeof taskId === 'string' ? [[name, taskId]] : [];
		}),
	);
}

/** The same for people. */
export function spendingWords(evidence: Evidence): string {
	const { accepted, unexpected, told, taken } = spendingOf(evidence);
	const { before, after } = evidence.balance;
	const surprises = Object.entries(unexpected).map(
		([call, taskId]) =>
			` The empty request ${call} became the task ${taskId}; its cost is not in this sum.`,
	);
	const balance =
		taken === undefined
			? ' The balance could not be read.'
			: ` The balance went from ${before} to ${after} (${taken}).`;
	return `Spent: ${told} tokens for ${accepted} tasks, as the tasks say.${surprises.join('')}${balance}`;
}
