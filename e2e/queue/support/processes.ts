import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { n8nEnvironment } from '../../../harness/n8n/environment';
import { ensureN8n } from '../../../harness/n8n/install';
import { freePort } from '../../../harness/n8n/ports';
import { hasEnded, isReady, signalGroup } from '../../../harness/n8n/server';

const START_LIMIT = 180_000;
const STOP_LIMIT = 10_000;

/** One process of n8n in queue mode: `n8n start`, `n8n webhook`, or `n8n worker --concurrency=3`. */
export interface ProcessOptions {
	args: string[];
	userFolder: string;
	/** Receives each line of n8n's log, prefixed with the Unix time in ms. */
	logFile: string;
	env: Record<string, string>;
	port: number;
}

export interface N8nProcess {
	url: string;
	pid: number;
	stop(): Promise<void>;
	/** Resolves when the process has ended, for any reason. */
	ended: Promise<void>;
}

/** Starts one n8n process on loopback and waits until it is ready. */
export async function startProcess(options: ProcessOptions): Promise<N8nProcess> {
	const { args, userFolder, logFile, env, port } = options;
	const { nodeBinary, n8nBinary } = await ensureN8n();
	const url = `http://127.0.0.1:${port}`;
	const child = spawn(nodeBinary, [n8nBinary, ...args], {
		env: n8nEnvironment(userFolder, {
			N8N_PORT: String(port),
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			N8N_LOG_LEVEL: 'info',
			...env,
		}),
		stdio: ['ignore', 'pipe', 'pipe'],
		// A separate process group, so n8n's task runner ends together with n8n.
		detached: true,
	});
	keepLog(child, logFile);
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	const killNow = () => signalGroup(child, 'SIGKILL');
	process.once('exit', killNow);
	void ended.then(() => process.removeListener('exit', killNow));

	const stop = async () => {
		signalGroup(child, 'SIGTERM');
		const killer = setTimeout(killNow, STOP_LIMIT);
		await ended;
		clearTimeout(killer);
	};

	try {
		await waitUntilReady(url, child, args);
	} catch (error) {
		await stop();
		throw error;
	}
	return { url, pid: child.pid ?? 0, stop, ended };
}

function keepLog(child: ChildProcess, logFile: string): void {
	const write = (line: string) => appendFileSync(logFile, `${Date.now()} ${line}\n`);
	write(`pid ${child.pid}`);
	for (const stream of [child.stdout, child.stderr]) {
		if (stream) createInterface({ input: stream }).on('line', write);
	}
	child.on('error', (error) => write(error.message));
}

async function waitUntilReady(url: string, child: ChildProcess, args: string[]): Promise<void> {
	const name = `"n8n ${args.join(' ')}"`;
	const deadline = Date.now() + START_LIMIT;
	while (!(await isReady(url))) {
		if (hasEnded(child)) throw new Error(`${name} ended before it was ready`);
		if (Date.now() > deadline) throw new Error(`${name} was not ready after ${START_LIMIT} ms`);
		await sleep(250);
	}
}
