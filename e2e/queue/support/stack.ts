import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installPackage, changeTimes } from '../../../harness/n8n/package';
import { freePort } from '../../../harness/n8n/ports';
import { startProcess, type N8nProcess } from './processes';

/**
 * Parallel executions per worker. n8n's default is 10. With 3, a few executions fill all slots, and the crash test,
 * which occupies five at once, can still reach all of its moments.
 */
export const CONCURRENCY = 3;

export const WORKERS = ['worker-1', 'worker-2'];
export const PROCESSES = ['main', 'webhook', ...WORKERS];

/** How soon n8n notices a dead worker. n8n's defaults of 60 s and 30 s would only make the tests longer. */
const NOTICE_SOON = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/** While this file exists, a stopped process is not restarted. */
export const downFile = (folder: string, worker: string): string => join(folder, `${worker}.down`);

export interface Stack {
	mainUrl: string;
	webhookUrl: string;
	stop(): Promise<void>;
}

/** Starts a main process, a webhook process and two workers, each with its own user folder and package. */
export async function startStack(
	folder: string,
	tarball: string,
	env: Record<string, string>,
): Promise<Stack> {
	const running = new Map<string, N8nProcess>();
	let stopping = false;
	const stop = async () => {
		stopping = true;
		await Promise.all([...running.values()].map(async (one) => await one.stop()));
	};

	const ports = { main: await freePort(), webhook: await freePort() };
	const start = async (name: string, args: string[], port: number): Promise<N8nProcess> => {
		const userFolder = join(folder, name);
		await mkdir(userFolder, { recursive: true });
		changeTimes(await installPackage(tarball, userFolder));
		const started = await startProcess({
			args,
			userFolder,
			port,
			logFile: join(folder, `${name}.log`),
			env: {
				...NOTICE_SOON,
				...env,
				N8N_EDITOR_BASE_URL: `http://127.0.0.1:${ports.main}`,
				WEBHOOK_URL: `http://127.0.0.1:${ports.webhook}`,
			},
		});
		running.set(name, started);
		return started;
	};
	/** Starts a process and restarts it whenever it ends, like a service manager. */
	const supervise = async (name: string, args: string[], port: number): Promise<N8nProcess> => {
		const one = await start(name, args, port);
		void one.ended.then(async () => {
			while (existsSync(downFile(folder, name))) await sleep(250);
			if (!stopping) await supervise(name, args, port);
		});
		return one;
	};
	const worker = ['worker', `--concurrency=${CONCURRENCY}`];

	try {
		const main = await supervise('main', ['start'], ports.main);
		const webhook = await supervise('webhook', ['webhook'], ports.webhook);
		await Promise.all(WORKERS.map(async (name) => await supervise(name, worker, await freePort())));
		return { mainUrl: main.url, webhookUrl: webhook.url, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
