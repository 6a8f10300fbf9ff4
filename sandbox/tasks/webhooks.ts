import { setTimeout as sleep } from 'node:timers/promises';

import axios from 'axios';

import { isLoopback } from './loopback';
import type { SandboxTask, WebhookCall, WebhookOptions } from '../types';

/** Minimum time in ms for collecting calls into a batch, which is then sent in reverse order. */
const SHUFFLE_MS = 50;
const CALL_TIMEOUT_MS = 10_000;

/** The body of a call: exactly the fields that section 21 lists. */
function webhookBody(task: SandboxTask): Record<string, unknown> {
	return {
		taskId: task.taskId,
		status: task.status,
		businessId: task.businessId,
		type: task.type,
		resultUrl: task.resultUrl,
		...(task.avatarResult ? { avatarResult: task.avatarResult } : {}),
	};
}

/** The URL to call. @throws Error if it is not on this machine, so the sandbox never calls other machines */
export function webhookAddress({ url, token }: WebhookOptions): string {
	if (!isLoopback(url)) throw new Error(`webhook URL is not on this machine: ${url}`);
	const address = new URL(url);
	if (token !== undefined) address.searchParams.set('token', token);
	return address.href;
}

/**
 * Reports tasks with the configured delays, losses and repeats. It never retries, because it's UNKNOWN whether Fotor
 * does.
 */
export class Webhooks {
	readonly calls: WebhookCall[] = [];
	private due = 0;
	private batch: { options: WebhookOptions; body: Record<string, unknown> }[] = [];

	constructor(
		private readonly signal: () => AbortSignal,
		private readonly log: (line: string) => void,
	) {}

	/** Queues a report of the task's current state. */
	report(task: SandboxTask, options: WebhookOptions): void {
		const body = webhookBody(task);
		for (let copy = 0; copy <= (options.repeats ?? 0); copy++) {
			this.due++;
			if (options.lose !== undefined && this.due % options.lose === 0) {
				this.log(`webhook ${task.taskId} dropped on purpose`);
				continue;
			}
			this.queue(options, body);
		}
	}

	clear(): void {
		this.calls.length = 0;
		this.batch = [];
		this.due = 0;
	}

	private queue(options: WebhookOptions, body: Record<string, unknown>): void {
		const delayMs = options.delayMs ?? 0;
		if (!options.shuffle) {
			void this.later(delayMs, () => this.send(options, body));
			return;
		}
		this.batch.push({ options, body });
		if (this.batch.length > 1) return;
		void this.later(Math.max(delayMs, SHUFFLE_MS), async () => {
			const lot = this.batch.reverse();
			this.batch = [];
			// The calls are sent one by one. Otherwise, the network would decide the order.
			for (const call of lot) await this.send(call.options, call.body);
		});
	}

	private async later(delayMs: number, work: () => Promise<void>): Promise<void> {
		const signal = this.signal();
		try {
			if (delayMs > 0) await sleep(delayMs, undefined, { signal });
			await work();
		} catch (error) {
			if (!signal.aborted) this.log(`webhook failed: ${String(error)}`);
		}
	}

	private async send(options: WebhookOptions, body: Record<string, unknown>): Promise<void> {
		const call: WebhookCall = { url: webhookAddress(options), body, at: Date.now() };
		this.calls.push(call);
		try {
			const { status } = await axios.post(call.url, body, {
				proxy: false,
				maxRedirects: 0,
				timeout: options.timeoutMs ?? CALL_TIMEOUT_MS,
				validateStatus: null,
				signal: this.signal(),
			});
			call.answered = status;
		} catch {
			// The receiver is unreachable, so `answered` stays undefined.
		}
		this.log(`webhook ${String(body.taskId)} ${call.answered ?? 'not reached'}`);
	}
}
