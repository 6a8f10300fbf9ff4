import { isObject } from '../../fotor/values';
import { outcomeOf } from './client';
import {
	answer,
	completed,
	failed,
	held,
	judged,
	notTold,
	ofTask,
	tasks,
	type Guess,
	type Judgement,
} from './finding';
import { spendingOf } from './spending';
import { priceOf } from '../docs/prices';

/** Documented host of results (section 5). */
const RESULT_HOST = 'pub-static.fotor.com';
/** Allowance for the way there and back, ms. */
const TRAVEL = 3_000;

/** Guesses about what all tasks have in common. */
export const TASK_GUESSES: Guess[] = [
	{
		section: 4,
		guess: 'Other submissions than the listing set tell their price at once (creditsIncrement)',
		judge(evidence) {
			const replies = tasks(evidence)
				.filter(({ endpoint }) => endpoint !== 'ecommercelistingset')
				.flatMap(({ submission }) => {
					const outcome = submission && outcomeOf(submission);
					return outcome?.kind === 'success' && isObject(outcome.data) ? [outcome.data] : [];
				});
			const telling = replies.filter((data) => 'creditsIncrement' in data).length;
			if (replies.length === 0) return notTold('no submission was accepted');
			return judged(telling > 0, `${telling} of ${replies.length} submissions`);
		},
	},
	{
		section: 5,
		guess: "A task's type is the last part of its path",
		judge: (evidence) =>
			all(completed(evidence), ({ path, task }) => {
				const wanted = path.split('/')[3];
				return task?.type === wanted ? undefined : `${wanted} has ${JSON.stringify(task?.type)}`;
			}),
	},
	{
		section: 5,
		guess: 'updateTime minus createTime is how long the task took, in ms',
		judge: (evidence) =>
			all(completed(evidence), ({ probe, task, waitedMs }) => {
				if (task?.createTime === undefined || task.updateTime === undefined)
					return `${probe}: no times`;
				const took = task.updateTime - task.createTime;
				const most = (waitedMs ?? 0) + TRAVEL;
				const least = (waitedMs ?? 0) - evidence.intervalMs - 2 * TRAVEL;
				return took <= most && took >= least
					? undefined
					: `${probe}: ${took} ms, waited ${waitedMs} ms`;
			}),
	},
	{
		section: 5,
		guess: 'A finished task says what it cost (creditsIncrement)',
		judge: (evidence) =>
			all(completed(evidence), ({ probe, task }) =>
				task?.tokensUsed === undefined ? `${probe}: nothing` : undefined,
			),
	},
	{
		section: 5,
		guess: 'A failed task says why (data.msg)',
		judge(evidence) {
			const lost = tasks(evidence).filter(({ task }) => task?.status === 'failed');
			return all(lost, ({ probe, task }) => (task?.reason ? undefined : `${probe}: nothing`));
		},
	},
	{
		section: 5,
		guess: `Results are at ${RESULT_HOST}`,
		judge(evidence) {
			const results = completed(evidence).flatMap((task) => task.results);
			const hosts = [
				...new Set(results.map(({ url }) => (URL.canParse(url) ? new URL(url).host : url))),
			];
			if (hosts.length === 0) return notTold('no result');
			return judged(
				hosts.every((host) => host === RESULT_HOST),
				hosts.join(', '),
			);
		},
	},
	{
		section: 5,
		guess: 'A result is fetched without a redirect and without a key',
		judge(evidence) {
			const results = completed(evidence).flatMap((task) => task.results);
			return all(results, ({ status }) => (status === 200 ? undefined : `HTTP ${status}`));
		},
	},
	{
		section: 5,
		guess: "A result's content type says what it is",
		judge(evidence) {
			const results = completed(evidence).flatMap((task) => task.results);
			return all(results, ({ contentType, format }) =>
				format && contentType.includes(format === 'jpg' ? 'jpeg' : format)
					? undefined
					: `${format ?? 'unknown bytes'} came as ${contentType || 'nothing'}`,
			);
		},
	},
	{
		section: 5,
		guess: "A headshot task's resultUrl is empty, its pictures are in avatarResult",
		judge: (evidence) =>
			ofTask(evidence, 'avatar', ({ task }) =>
				judged(
					!task?.raw.resultUrl && Array.isArray(task?.raw.avatarResult),
					`resultUrl ${JSON.stringify(task?.raw.resultUrl)}`,
				),
			),
	},
	{
		section: 23,
		guess: 'A task costs what the token table says',
		judge: (evidence) =>
			all(
				completed(evidence).filter(
					({ endpoint, task }) =>
						priceOf(endpoint).tokens !== undefined && task?.tokensUsed !== undefined,
				),
				({ probe, endpoint, task }) =>
					task?.tokensUsed === priceOf(endpoint).tokens
						? undefined
						: `${probe}: ${task?.tokensUsed} in place of ${priceOf(endpoint).tokens}`,
			),
	},
	{
		section: 23,
		guess: 'The balance goes down by what the tasks say, and failed tasks are free',
		judge(evidence) {
			const { told, taken } = spendingOf(evidence);
			if (taken === undefined) return notTold('the balance could not be read twice');
			return judged(told === taken, `tasks say ${told}, the balance went down by ${taken}`);
		},
	},
	{
		section: 23,
		guess: 'What does a task cost whose price is not published?',
		judge(evidence) {
			const prices = completed(evidence)
				.filter(({ endpoint }) => priceOf(endpoint).tokens === undefined)
				.map(({ probe, task }) => `${probe} ${task?.tokensUsed ?? 'not said'}`);
			return prices.length ? answer(prices.join(', ')) : notTold('none was completed');
		},
	},
];

/** Holds when it holds for every entry; `fault` says what is wrong with one. */
function all<T extends object>(entries: T[], fault: (entry: T) => string | undefined): Judgement {
	const faults = entries.map(fault).filter((text) => text !== undefined);
	if (entries.length === 0) return notTold('nothing to look at');
	const seen = `${entries.length - faults.length} of ${entries.length}`;
	return faults.length ? failed(`${seen}; ${[...new Set(faults)].join('; ')}`) : held(seen);
}
