import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installPackage, shortenFirstMinute } from '../../../harness/n8n/package';
import { freePort } from '../../../harness/n8n/ports';
import { startProcess, type N8nProcess } from './processes';

/** Executions that one worker runs at a time. n8n's default is 10; few show sooner who holds one. */
export const CONCURRENCY = 2;

export const WORKERS = ['worker-1', 'worker-2'];

/**
 * How soon n8n notices a dead worker. n8n's defaults are 60 s and 30 s; the tests would only get longer.
 */
const NOTICE_SOON = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/** As long as this file is there, a worker that has ended is not started again. */
export const downFile = (folder: string, worker: string): string => join(folder, `${worker}.down`);

export interface Stack {
	mainUrl: string;
	webhookUrl: string;
	stop(): Promise<void>;
}

/** Starts a main, a webhook process and two workers, each with a user folder and the package of its own. */
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
		shortenFirstMinute(await installPackage(tarball, userFolder));
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
	/** A worker that ends is started again, as a service manager does it. */
	const keepWorker = async (name: string): Promise<void> => {
		const worker = await start(name, ['worker', `--concurrency=${CONCURRENCY}`], await freePort());
		void worker.ended.then(async () => {
			while (existsSync(downFile(folder, name))) await sleep(250);
			if (!stopping) await keepWorker(name);
		});
	};

	try {
		const main = await start('main', ['start'], ports.main);
		const webhook = await start('webhook', ['webhook'], ports.webhook);
		await Promise.all(WORKERS.map(keepWorker));
		return { mainUrl: main.url, webhookUrl: webhook.url, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
