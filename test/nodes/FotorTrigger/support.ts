import axios from 'axios';
import type { INodeParameters } from 'n8n-workflow';

import { clock } from '../../../fotor/clock';
import { WAITS } from '../../../fotor/webhook/verify';
import { FotorTrigger } from '../../../nodes/FotorTrigger/FotorTrigger.node';
import type { SandboxTask } from '../../../sandbox';
import type { EngineOptions } from '../../../harness/engine/core';
import { startFotor, type Fotor } from '../../../harness/engine/fotor';
import { startHost, type Host } from './host';

export interface TriggerSetup extends Fotor {
	host: Host;
}

/** Starts a sandbox that acts as the API and a trigger that listens in the engine. */
export async function startTrigger(options: EngineOptions = {}): Promise<TriggerSetup> {
	const fotor = await startFotor(options);
	const host = await startHost(fotor.engine, new FotorTrigger());
	return {
		...fotor,
		host,
		async close() {
			await host.close();
			await fotor.close();
		},
	};
}

/** Resets everything except the node's memory of calls, which does not matter because task IDs are always new. */
export function clean({ host, sandbox }: TriggerSetup, parameters: INodeParameters = {}): void {
	host.executions.splice(0);
	host.thrown.splice(0);
	host.logs.splice(0);
	const defaults = { mode: 'webhook', typeVersion: 2, withCredential: true, canStart: true };
	const hooks = { beforeSave: undefined, beforeStart: undefined, onLoaded: undefined };
	Object.assign(host, { staticData: '{}', ...hooks, ...defaults });
	host.parameters = { events: ['completed', 'failed'], options: {}, ...parameters };
	sandbox.reset();
}

/** The report Fotor would send for a task (API reference, section 21). */
export function callOf(task: SandboxTask): Record<string, unknown> {
	const { taskId, status, businessId, type, resultUrl, avatarResult } = task;
	return { taskId, status, businessId, type, resultUrl, ...(avatarResult ? { avatarResult } : {}) };
}

export interface Answer {
	status: number;
	body: { received?: boolean; started?: boolean; reason?: string };
}

/** Calls the trigger. A string body is sent unchanged. */
export async function call(
	{ host }: TriggerSetup,
	body: unknown,
	{ query = '', headers = {} }: { query?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
	const { status, data } = await axios.post<Answer['body']>(host.url + query, body, {
		headers: { 'Content-Type': 'application/json', ...headers },
		validateStatus: null,
		proxy: false,
	});
	return { status, body: data };
}

/**
 * Makes the clock skip the waits between polls. Undone by jest.restoreAllMocks().
 * @returns the waits in ms
 */
export function skipWaits(): { waits: number[]; onWait?: () => void } {
	const skipped: { waits: number[]; onWait?: () => void } = { waits: [] };
	let ahead = 0;
	jest.spyOn(clock, 'now').mockImplementation(() => Date.now() + ahead);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
		// Request timeouts never fire, because replies always arrive in these tests.
		if (!WAITS.includes(ms) && !RETRY_AFTER.includes(ms)) return await new Promise(() => {});
		skipped.waits.push(ms);
		ahead += ms;
		skipped.onWait?.();
	});
	return skipped;
}

/** Retry-After values used in these tests, in ms. */
const RETRY_AFTER = [2_000];
