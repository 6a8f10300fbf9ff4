import type { INodeParameters } from 'n8n-workflow';

import type { NodeSettings } from '../../../../harness/engine/core';
import type { Fault, FaultTarget } from '../../../../sandbox';
import type { Dice } from './dice';

/** One execution: the first one or a Retry. */
export interface Step {
	faults: Fault[];
	/** The user stops the execution after this many requests. */
	cancelAfter?: number;
	/** True if the user changes a field, and thus the request, before this execution. */
	changesFields: boolean;
}

/** The plan for one sequence of executions. */
export interface Plan {
	items: number;
	fields: INodeParameters;
	options: INodeParameters;
	node: NodeSettings;
	credits: number;
	steps: Step[];
}

/** Delay in real ms. Longer than any sequence of executions takes. */
export const HANGING = 20_000;

const ROUTES: FaultTarget[] = [
	'submit',
	'submit',
	'submit',
	'poll',
	'poll',
	'sign',
	'put',
	'download',
	'credits',
];

/** Faults for any request. */
const ANYWHERE: Array<Partial<Fault>> = [
	{ status: 429 },
	{ retryAfter: 3 },
	{ retryAfter: 3600 },
	{ retryAfter: 'soon' },
	{ status: 500 },
	{ status: 502, html: true },
	{ status: 503, retryAfter: 1 },
	{ reset: 'before' },
	{ reset: 'after' },
	{ delayMs: HANGING },
	{ slowBodyMs: HANGING },
	{ truncate: true },
	{ empty: true },
	{ html: true, status: 200 },
	{ status: 302, headers: { location: 'http://127.0.0.1:9/' } },
	{ status: 400, msg: 'no' },
	{ status: 401, msg: 'sandbox-key is not a known key' },
	{ status: 403 },
	{ status: 404 },
	{ status: 408 },
	{ status: 409 },
	{ cloudflare: true },
];

/** Faults for API requests only. */
const API: Array<Partial<Fault>> = [
	{ code: '429', msg: 'Rate limit' },
	{ invalidJson: true },
	{ withoutData: true },
	{ code: '999', msg: 'sandbox-key' },
	{ code: '510', msg: 'No enough credits' },
	{ code: 0 },
	{ status: 402 },
];

const OWN: Partial<Record<FaultTarget, Array<Partial<Fault>>>> = {
	submit: [
		{ status: 500, accept: true },
		{ status: 502, html: true, accept: true },
		{ status: 302, accept: true },
		{ status: 408, accept: true },
		{ status: 409, accept: true },
		{ code: '999', accept: true },
		{ empty: true, accept: true },
		{ invalidJson: true, accept: true },
		{ withoutData: true, accept: true },
		{ noTaskId: true, accept: true },
	],
	poll: [
		{ taskStatus: 0 },
		{ taskStatus: 2, taskMsg: 'not nice' },
		{ taskStatus: 3 },
		{ taskStatus: 4 },
		{ taskStatus: 7 },
		{ taskStatus: 1, noResultUrl: true },
		{ sensitive: true },
	],
};

function fault(dice: Dice): Fault {
	const on = dice.pick(ROUTES);
	const isApi = on !== 'put' && on !== 'download';
	const choices = [ANYWHERE, ...(isApi ? [API] : []), ...(OWN[on] ? [OWN[on], OWN[on]] : [])];
	const effect = dice.pick(dice.pick(choices));
	// The storage never returns 200 unless it has stored the file.
	const isLie = on === 'put' && (effect.empty ?? effect.status === 200);
	return {
		on,
		msg: 'message from Fotor',
		...(isLie ? { status: 500 } : effect),
		after: dice.pick([0, 0, 1, 2, 4]),
		times: dice.pick([1, 1, 1, 2, 3, Infinity]),
	};
}

function step(dice: Dice, isFirst: boolean): Step {
	return {
		faults: Array.from({ length: dice.between(isFirst ? 1 : 0, 5) }, () => fault(dice)),
		...(dice.chance(0.2) ? { cancelAfter: dice.between(1, 20) } : {}),
		changesFields: !isFirst && dice.chance(0.15),
	};
}

export function makePlan(dice: Dice): Plan {
	const credits = dice.chance(0.2) ? dice.between(0, 8) : 1000;
	const rare = <T>(name: string, choices: T[]) =>
		dice.chance(0.4) ? { [name]: dice.pick(choices) } : {};
	return {
		items: dice.pick([1, 1, 2, 3, 4, 6]),
		fields: {
			waitForCompletion: dice.chance(0.85),
			downloadResult: dice.chance(0.7),
		},
		options: {
			...rare('concurrency', [1, 2, 3, 10]),
			...rare('maxWaitTime', [1, 5, 20, 90]),
			...rare('onTimeout', ['returnTask', 'error']),
			...rare('pollInterval', [0.1, 1, 5]),
			...rare('minimumBalance', [0, 1, 3, Math.max(0, credits - 3)]),
		},
		node: {
			...(dice.chance(0.4) ? { retryOnFail: true, maxTries: dice.between(2, 3) } : {}),
			onError: dice.pick([
				'stopWorkflow',
				'stopWorkflow',
				'continueRegularOutput',
				'continueErrorOutput',
			]),
			waitBetweenTries: 1,
		},
		credits,
		steps: Array.from({ length: dice.between(1, 4) }, (_, n) => step(dice, n === 0)),
	};
}
