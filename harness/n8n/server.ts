import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { tail } from './command';
import { n8nEnvironment } from './environment';
import { ensureN8n } from './install';
import { freePort } from './ports';
import { N8nRest } from './rest';

const START_LIMIT = 120_000;
const STOP_LIMIT = 10_000;

export interface StartOptions {
	userFolder: string;
	/** Port to listen on. Default: a free port. */
	port?: number;
	env?: Record<string, string>;
}

export interface N8nServer {
	url: string;
	pid: number;
	rest: N8nRest;
	/** n8n's log output so far. */
	log(): string;
	stop(): Promise<void>;
	/** Resolves when the process has ended, for any reason. */
	ended: Promise<void>;
}

/** Starts a real n8n server on loopback and waits until it is ready. */
export async function startN8n({ userFolder, port, env = {} }: StartOptions): Promise<N8nServer> {
	const { nodeBinary, n8nBinary } = await ensureN8n();
	const listenPort = port ?? (await freePort());
	const url = `http://127.0.0.1:${listenPort}`;
	const child = spawn(nodeBinary, [n8nBinary, 'start'], {
		env: n8nEnvironment(userFolder, {
			N8N_PORT: String(listenPort),
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			N8N_EDITOR_BASE_URL: url,
			WEBHOOK_URL: url,
			// This is the default in n8n 2.x. By default, n8n 1.x keeps files in memory.
			N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
			...env,
		}),
		stdio: ['ignore', 'pipe', 'pipe'],
		// A separate process group, so the task runner that n8n starts is stopped along with it.
		detached: true,
	});
	const log = collectLog(child);
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	const killNow = () => signalGroup(child, 'SIGKILL');
	process.once('exit', killNow);

	const stop = async () => {
		signalGroup(child, 'SIGTERM');
		const killer = setTimeout(killNow, STOP_LIMIT);
		await ended;
		clearTimeout(killer);
		process.removeListener('exit', killNow);
	};

	try {
		await waitUntilReady(url, child);
	} catch (error) {
		await stop();
		throw new Error(`${(error as Error).message}. The end of n8n's log:\n${tail(log())}`);
	}
	return { url, pid: child.pid ?? 0, rest: new N8nRest(url), log, stop, ended };
}

function collectLog(child: ChildProcess): () => string {
	const chunks: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
	}
	child.on('error', (error) => chunks.push(error.message));
	return () => chunks.join('');
}

async function waitUntilReady(url: string, child: ChildProcess): Promise<void> {
	const deadline = Date.now() + START_LIMIT;
	// In n8n 1.x, the readiness check does not cover the editor's API.
	while (!((await isReady(url)) && (await answers(`${url}/rest/settings`)))) {
		if (hasEnded(child)) throw new Error('n8n exited before it was ready');
		if (Date.now() > deadline) throw new Error(`n8n was not ready after ${START_LIMIT / 1000} s`);
		await sleep(250);
	}
}

/** Whether n8n is ready for calls. Plain `/healthz` responds even before the routes are registered. */
export async function isReady(url: string): Promise<boolean> {
	return await answers(`${url}/healthz/readiness`);
}

async function answers(url: string): Promise<boolean> {
	try {
		const { status } = await axios.get(url, {
			validateStatus: () => true,
			proxy: false,
			timeout: 5_000,
		});
		return status === 200;
	} catch {
		return false;
	}
}

export function hasEnded(child: ChildProcess): boolean {
	return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** Kills n8n and its child processes with SIGKILL to simulate a crash. */
export function killServer(pid: number): void {
	process.kill(-pid, 'SIGKILL');
}

/** Sends a signal to n8n and its child processes. Does nothing if they have already ended. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
