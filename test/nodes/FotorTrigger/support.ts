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

/** A sandbox as the API, and a trigger that listens in the engine. */
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

/** Forgets everything but the task ids in the node's memory, which are new ones each time. */
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

/** What Fotor would send of a task (API reference, section 21). */
export function callOf(task: SandboxTask): Record<string, unknown> {
	const { taskId, status, businessId, type, resultUrl, avatarResult } = task;
	return { taskId, status, businessId, type, resultUrl, ...(avatarResult ? { avatarResult } : {}) };
}

export interface Answer {
	status: number;
	body: { received?: boolean; started?: boolean; reason?: string };
}

/** Calls the trigger; text goes out as it is. */
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
 * Lets the clock jump over the waits between looks, and hold on while a request is under way. Undone by
 * jest.restoreAllMocks().
 * @returns the waits, ms
 */
export function skipWaits(): { waits: number[]; onWait?: () => void } {
	const skipped: { waits: number[]; onWait?: () => void } = { waits: [] };
	let ahead = 0;
	jest.spyOn(clock, 'now').mockImplementation(() => Date.now() + ahead);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
		// Limits of requests: in these tests replies always come.
		if (!WAITS.includes(ms) && !RETRY_AFTER.includes(ms)) return await new Promise(() => {});
		skipped.waits.push(ms);
		ahead += ms;
		skipped.onWait?.();
	});
	return skipped;
}

/** Values of Retry-After in these tests, ms. */
const RETRY_AFTER = [2_000];
