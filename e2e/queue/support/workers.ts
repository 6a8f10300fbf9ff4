import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/until';
import { sharedQueue } from './context';
import { redisDownFile } from './redisProxy';
import { emptyRedis } from './services';
import { downFile, WORKERS } from './stack';

/**
 * One period that an execution spends in a worker. An execution that leaves its worker while it waits has several
 * periods.
 */
export interface Stay {
	worker: string;
	executionId: string;
	/** Unix time of the log line, in ms. */
	from: number;
	/** Undefined while the execution runs, or if its worker was killed. */
	to?: number;
}

/** All periods that executions spent in a worker, read from the workers' logs. */
function stays(): Stay[] {
	return WORKERS.flatMap((worker) => {
		const found: Stay[] = [];
		for (const line of logLines(worker)) {
			const match =
				/^(\d+) .*Worker (started|finished|errored while running) execution (\d+) /.exec(line);
			if (!match) continue;
			const [, at, what, executionId = ''] = match;
			if (what === 'started') found.push({ worker, executionId, from: Number(at) });
			else {
				const open = found.find((stay) => stay.executionId === executionId && !stay.to);
				if (open) open.to = Number(at);
			}
		}
		return found;
	});
}

/** The periods that these executions spent in a worker. */
export function staysOf(executionIds: string[]): Stay[] {
	const wanted = new Set(executionIds);
	return stays().filter(({ executionId }) => wanted.has(executionId));
}

/** Total time that executions have held a worker slot, in ms. */
export function occupied(found: Stay[]): number {
	return found.reduce((sum, { from, to }) => sum + ((to ?? Date.now()) - from), 0);
}

/** ID of the n8n process with this name. If it was restarted, the latest ID. */
export function pidOf(name: string): number {
	const pid = logLines(name)
		.map((line) => /^\d+ pid (\d+)$/.exec(line)?.[1])
		.filter((found) => found !== undefined)
		.at(-1);
	return Number(pid);
}

/** Keeps a worker down after it ends. Returns a function that lets it restart. */
export function keepDown(worker: string): () => void {
	const file = downFile(sharedQueue().folder, worker);
	writeFileSync(file, '');
	return () => rmSync(file, { force: true });
}

/** Kills n8n processes with SIGKILL. Resolves when all of them have been restarted. */
export async function killAll(names: string[]): Promise<void> {
	const pids = names.map(pidOf);
	for (const pid of pids) process.kill(-pid, 'SIGKILL');
	await until(() => names.every((name, index) => pidOf(name) !== pids[index]), 60_000);
}

/** Cuts all connections to Redis for a few seconds and empties it, as if a Redis without persistence were killed. */
export async function killRedis(): Promise<void> {
	const { folder, database } = sharedQueue();
	const file = redisDownFile(folder);
	writeFileSync(file, '');
	await sleep(2_000);
	await emptyRedis(database);
	rmSync(file);
}

/** Log of the main process. */
export function mainLog(): string {
	return readFileSync(join(sharedQueue().folder, 'main.log'), 'utf8');
}

function logLines(worker: string): string[] {
	return readFileSync(join(sharedQueue().folder, `${worker}.log`), 'utf8').split('\n');
}
