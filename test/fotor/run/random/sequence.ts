import type { Fotor } from '../../../../harness/engine/fotor';
import { retryData, type RunResult } from '../../../../harness/engine/core';
import type { RecordedRequest } from '../../../../sandbox';
import { jumpingTime, type JumpingTime } from '../../../support/jumpingTime';
import { Dice } from './dice';
import { violations, type Story } from './invariants';
import { HANGING, makePlan, type Plan, type Step } from './plan';
import type { Kind } from './tools';

/** How much uploads and downloads, including retries, may add to an item's wait time, in ms on the test's clock. */
const BEYOND = 40 * 60_000;

const isHanging = ({ fault, ended }: RecordedRequest) =>
	!ended && (fault?.delayMs ?? fault?.slowBodyMs) === HANGING;

/**
 * Runs an execution and up to three retries, each with random faults.
 * @returns the violations, the plan and the story
 */
export async function play(fotor: Fotor, kind: Kind, seed: number) {
	const { sandbox } = fotor;
	const dice = new Dice(seed);
	const plan = makePlan(dice);
	sandbox.reset();
	sandbox.credits = { total: plan.credits, remaining: plan.credits };
	jest.spyOn(Math, 'random').mockImplementation(() => dice.next());
	const time = jumpingTime(() => sandbox.requests.filter(isHanging).length);
	const story: Story = { kind, plan, sandbox, results: [], changes: 0 };
	const wrong: string[] = [];
	try {
		for (const step of plan.steps) {
			const before = story.results.at(-1);
			if (before && !canRetry(before)) break;
			wrong.push(...(await execute(fotor, story, time, step)), ...violations(story));
			if (wrong.length > 0) break;
		}
	} catch (thrown) {
		wrong.push(String(thrown));
	} finally {
		time.stop();
		jest.restoreAllMocks();
	}
	return { wrong, plan, story };
}

const canRetry = ({ run, data }: RunResult) =>
	run.status !== 'success' && Boolean(data.executionData?.nodeExecutionStack.length);

const isSubmission = (request: string) => request.startsWith('POST /v1/');

async function execute(
	{ engine, sandbox }: Fotor,
	story: Story,
	time: JumpingTime,
	step: Step,
): Promise<string[]> {
	const { kind, plan, results } = story;
	sandbox.clearFaults();
	for (const fault of step.faults) sandbox.fail(fault);
	if (step.changesFields) story.changes++;
	const parameters = {
		...kind.parameters(story.changes),
		...plan.fields,
		options: { ...plan.options, ...kind.options },
	};
	const failed = results.at(-1);
	const resume = failed && retryData(failed);
	const entry = resume?.executionData?.nodeExecutionStack[0];
	// Does what n8n's "Retry with currently saved workflow" does.
	if (entry && step.changesFields) {
		entry.node = { ...entry.node, parameters: { ...entry.node.parameters, ...parameters } };
	}

	const first = time.requests.length;
	let canceledAt: number | undefined;
	let cancel = () => {};
	const run = engine.run(kind.type, parameters, {
		input: await kind.input(plan.items),
		node: plan.node,
		resume,
		executionId: String(results.length + 1),
		onStart: (stop) => (cancel = stop),
	});
	results.push(
		await time.finish(run, longest(plan), () => {
			if (canceledAt !== undefined || step.cancelAfter === undefined) return;
			if (time.requests.length - first < step.cancelAfter) return;
			canceledAt = time.requests.length;
			cancel();
		}),
	);
	const end = canceledAt ?? time.requests.length;
	await time.finish(new Promise((resolve) => setTimeout(resolve, 2)), Infinity);
	const late = time.requests.slice(end).filter(isSubmission);
	return late.length > 0 ? [`submitted after the end: ${late.join()}`] : [];
}

function longest({ items, options, node }: Plan): number {
	const maxWait = 1000 * Number(options.maxWaitTime ?? 1800);
	return (node.maxTries ?? 1) * items * (4 * maxWait + BEYOND);
}
