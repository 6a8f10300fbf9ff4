import { textsOf } from '../../../../harness/engine/upscaler';
import type { RunResult } from '../../../../harness/engine/core';
import type { RecordedRequest, Sandbox } from '../../../../sandbox';
import type { Plan } from './plan';
import { acceptedByItem, type Kind } from './tools';

/** A sequence of executions, with its results so far. */
export interface Story {
	kind: Kind;
	plan: Plan;
	sandbox: Sandbox;
	/** Results of the executions so far, in order. */
	results: RunResult[];
	/** Number of changes to the node's fields. */
	changes: number;
}

/** True if Fotor reported that the task ended without a result, so it cost nothing. */
function hasEnded({ taskId }: RecordedRequest, { sandbox }: Story): boolean {
	if (Number(sandbox.tasks.get(taskId ?? '')?.status) > 1) return true;
	return sandbox.requests.some(
		({ path, fault }) => path.endsWith(`/${taskId}`) && Number(fault?.taskStatus) > 1,
	);
}

/** True if the reply with the task ID arrived intact. */
function wasTold({ fault }: RecordedRequest): boolean {
	return fault === undefined || fault.code === 0;
}

const DOUBT = '(may have been accepted and charged|possibly charged)';

/** True if a text says that the item may have been charged. With a single item, the text contains no item number. */
function isInDoubt(texts: string[], item: number, items: number): boolean {
	const named = new RegExp(items > 1 ? `${DOUBT}[^.;]*\\[item ${item}\\]` : DOUBT);
	return texts.some((text) => named.test(text));
}

/** All the text that a user sees from an execution. */
function shown(result: RunResult): string {
	const { items, errors, hints } = result;
	return [...textsOf(result), ...hints, JSON.stringify([...items, ...errors])].join('\n');
}

/** @returns the violations found after the latest execution of a story */
export function violations(story: Story): string[] {
	const { kind, plan, sandbox, results, changes } = story;
	const found: string[] = [];
	const last = results.at(-1);
	const everything = results.map(shown).join('\n');
	const texts = results.flatMap(textsOf);
	const wasCanceled = results.some(({ run }) => run.status === 'canceled');
	for (const [item, tasks] of acceptedByItem(sandbox.requests, kind)) {
		const open = tasks.filter((task) => !hasEnded(task, story));
		const most = 1 + changes;
		if (open.length > most) found.push(`item ${item} was paid for ${open.length} times`);
		for (const task of open) {
			const { taskId = '' } = task;
			if (everything.includes(taskId)) {
				if (last?.error && !shown(last).includes(taskId)) {
					found.push(`the last message does not name task ${taskId} of item ${item}`);
				}
				continue;
			}
			if (!isInDoubt(texts, item, plan.items)) found.push(`task ${taskId} of item ${item} is lost`);
			else if (wasTold(task) && !wasCanceled) {
				found.push(
					`Fotor returned the ID of task ${taskId} for item ${item}, but the item is "in doubt"`,
				);
			}
			if (last?.error && !isInDoubt(textsOf(last), item, plan.items)) {
				found.push(`the last message does not say that item ${item} is in doubt`);
			}
		}
	}
	const charged = [...sandbox.tasks.values()].reduce(
		(sum, { status, price }) => sum + (Number(status) > 1 ? 0 : price),
		0,
	);
	if (sandbox.credits.total - sandbox.credits.remaining !== charged)
		found.push('the account balance is wrong');
	const least = Math.min(Number(plan.options.minimumBalance ?? 0), plan.credits);
	if (sandbox.credits.remaining < least)
		found.push(`only ${sandbox.credits.remaining} tokens are left`);
	const data = JSON.stringify(last?.run);
	if (data?.includes(sandbox.apiKey)) found.push('the run data contains the key');
	const words = /\b(error|problem|failure|mistake)s?\b|undefined|NaN|\[object/i.exec(
		texts.join('\n'),
	);
	if (words) found.push(`a message says "${words[0]}"`);
	return found;
}
