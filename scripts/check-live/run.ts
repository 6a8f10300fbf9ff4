import { isObject } from '../../fotor/values';
import { outcomeOf, type Client } from './client';
import { noEvidence, type Evidence } from './evidence';
import { FREE_CALLS } from './freeCalls';
import type { Probe } from './probes';
import { runProbe, type Patience } from './task';
import type { Uploads } from './uploads';

/** Tasks in work at the same time. */
const TOGETHER = 3;

export interface Course {
	client: Client;
	uploads: Uploads;
	probes: Probe[];
	patience: (probe: Probe) => Patience;
	/** Tells what is going on. */
	say: (text: string) => void;
}

/** Tokens left, or why they can't be read. */
export async function readBalance(client: Client, secret: string) {
	const outcome = outcomeOf(await client.call({ method: 'GET', path: '/v1/credits' }), secret);
	const remaining =
		outcome.kind === 'success' && isObject(outcome.data) ? Number(outcome.data.remaining) : NaN;
	return { outcome, remaining: Number.isFinite(remaining) ? remaining : undefined };
}

/** Makes every call and every submission once, and notes what came back. */
export async function gather({
	client,
	uploads,
	probes,
	patience,
	say,
}: Course): Promise<Evidence> {
	const evidence = { ...noEvidence(), replies: client.replies };
	for (const [name, call] of Object.entries(FREE_CALLS)) {
		evidence.calls[name] = await client.call(call);
	}
	const waiting = [...probes];
	let stopped: string | undefined;
	const work = async () => {
		for (let probe = waiting.shift(); probe; probe = waiting.shift()) {
			const { id, endpoint, path } = probe;
			if (stopped) {
				evidence.tasks[id] = { probe: id, endpoint, path, notSent: stopped, results: [] };
				continue;
			}
			evidence.intervalMs = Math.max(evidence.intervalMs, patience(probe).intervalMs);
			const task = await runProbe(client, uploads, probe, patience(probe));
			evidence.tasks[id] = task;
			stopped ??= stopReason(task.submission);
			say(
				`  ${id}: ${task.task?.status ?? (task.taskId ? 'not followed to the end' : 'not accepted')}`,
			);
		}
	};
	await Promise.all(Array.from({ length: TOGETHER }, work));
	return evidence;
}

/** What makes every further submission useless. */
function stopReason(submission: Parameters<typeof outcomeOf>[0] | undefined): string | undefined {
	if (!submission) return undefined;
	const { kind } = outcomeOf(submission);
	if (kind === 'noCredits') return 'the account has too few tokens';
	return kind === 'unauthorized' || kind === 'blocked'
		? 'an earlier request was refused'
		: undefined;
}
