import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedQueue } from './context';
import { downFile, WORKERS } from './stack';

/** One stay of an execution in a worker; an execution that waits in between has several. */
export interface Stay {
	worker: string;
	executionId: string;
	/** Unix ms, when the log line came. */
	from: number;
	/** Missing as long as it runs, and when its worker was killed. */
	to?: number;
}

/** What the workers have run, as their logs tell it. */
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

/** The stays of certain executions. */
export function staysOf(executionIds: string[]): Stay[] {
	const wanted = new Set(executionIds);
	return stays().filter(({ executionId }) => wanted.has(executionId));
}

/** Milliseconds that executions have held a place in a worker. */
export function occupied(found: Stay[]): number {
	return found.reduce((sum, { from, to }) => sum + ((to ?? Date.now()) - from), 0);
}

/** The process id of a worker, the last one if it was started again. */
export function workerPid(worker: string): number {
	const pid = logLines(worker)
		.map((line) => /^\d+ pid (\d+)$/.exec(line)?.[1])
		.filter((found) => found !== undefined)
		.at(-1);
	return Number(pid);
}

/** Keeps a worker that ends from being started again; returns what lets it start. */
export function keepDown(worker: string): () => void {
	const file = downFile(sharedQueue().folder, worker);
	writeFileSync(file, '');
	return () => rmSync(file, { force: true });
}

/** What the main process has written. */
export function mainLog(): string {
	return readFileSync(join(sharedQueue().folder, 'main.log'), 'utf8');
}

function logLines(worker: string): string[] {
	return readFileSync(join(sharedQueue().folder, `${worker}.log`), 'utf8').split('\n');
}
