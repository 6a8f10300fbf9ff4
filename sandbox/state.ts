import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import type { SubmissionEndpoint } from './endpoints';
import { FaultQueue } from './faults/fault';
import { FileStore, type StoredFile } from './files/store';
import { RateLimiter } from './http/rateLimit';
import { outcome, type PlacedPicture } from './tasks/outcome';
import { tools } from './pictures';
import { PictureError } from './pictures/pixels';
import { price } from './tasks/prices';
import { ResultMaker } from './tasks/results';
import { Slots } from './tasks/slots';
import { newTask, taskDuration } from './tasks/task';
import type {
	RecordedRequest,
	SandboxOptions,
	SandboxTask,
	SandboxUpload,
	Submission,
} from './types';
import type { SignedUpload } from './files/uploads';
import { Webhooks } from './tasks/webhooks';

/** Pictures worked on at once. */
const WORKERS = 2;

export const DEFAULT_CREDITS = 1000;
export const DEFAULT_KEY = 'sandbox-key';

/** Everything a running sandbox knows. */
export class State {
	/** http://127.0.0.1:PORT, once it listens. */
	url = '';
	readonly requests: RecordedRequest[] = [];
	readonly submissions: Submission[] = [];
	readonly tasks = new Map<string, SandboxTask>();
	/** By public address. */
	readonly uploads = new Map<string, SandboxUpload>();
	/** By name. */
	readonly signed = new Map<string, SignedUpload>();
	/** Results, uploads and published files by the path they are served at. */
	readonly served = new Map<string, StoredFile>();
	readonly faults = new FaultQueue();
	readonly rateLimiter = new RateLimiter();
	readonly files = new FileStore();
	readonly webhooks: Webhooks;
	credits: { total: number; remaining: number };
	inFlight = 0;
	peakInFlight = 0;
	private readonly slots = new Slots(WORKERS);
	private readonly results = new ResultMaker(this.files, this.slots);
	private stopper = newStopper();

	constructor(readonly options: SandboxOptions) {
		const total = options.credits ?? DEFAULT_CREDITS;
		this.credits = { total, remaining: total };
		this.webhooks = new Webhooks(
			() => this.stopper.signal,
			(line) => this.log(line),
		);
	}

	/** Aborted by a reset and at the end. */
	get signal(): AbortSignal {
		return this.stopper.signal;
	}

	get apiKey(): string {
		return this.options.apiKey ?? DEFAULT_KEY;
	}

	log(line: string): void {
		this.options.log?.(line);
	}

	/**
	 * Accepts a submission and takes its price; a failed task gives it back. Section 23 says that tokens
	 * are taken when a request succeeds and that failed ones are free; taking them first is our choice.
	 */
	accept(endpoint: SubmissionEndpoint, path: string, body: Record<string, unknown>): SandboxTask {
		const now = Date.now();
		const task = newTask({ path, body, type: endpoint.id, price: price(endpoint.id, body) }, now);
		this.credits.remaining -= task.price;
		this.tasks.set(task.taskId, task);
		this.submissions.push({ path, body, taskId: task.taskId, at: now });
		this.inFlight++;
		this.peakInFlight = Math.max(this.peakInFlight, this.inFlight);
		if (this.options.webhook?.inProgress) this.webhooks.report(task, this.options.webhook);
		void this.carryOut(endpoint, task);
		return task;
	}

	serve(path: string, file: StoredFile): string {
		this.served.set(path, file);
		return `${this.url}${path}`;
	}

	/** The file behind an address of the sandbox itself. */
	own(address: string): StoredFile | undefined {
		return address.startsWith(`${this.url}/`)
			? this.served.get(address.slice(this.url.length).split('?')[0] ?? '')
			: undefined;
	}

	reset(): void {
		this.stop();
		this.stopper = newStopper();
		this.requests.length = 0;
		this.submissions.length = 0;
		this.tasks.clear();
		this.uploads.clear();
		this.signed.clear();
		this.faults.clear();
		this.rateLimiter.clear();
		this.webhooks.clear();
		this.inFlight = 0;
		this.peakInFlight = 0;
		const total = this.options.credits ?? DEFAULT_CREDITS;
		this.credits.total = total;
		this.credits.remaining = total;
	}

	/** Ends the tasks and webhook calls under way. */
	stop(): void {
		this.stopper.abort();
	}

	async remove(): Promise<void> {
		await this.slots.stop();
		await this.files.remove();
	}

	/** In progress until the time is over and the pictures are there, then final. */
	private async carryOut(endpoint: SubmissionEndpoint, task: SandboxTask): Promise<void> {
		const { signal } = this;
		const duration = taskDuration(this.options.taskDurationMs, [task.path, endpoint.path]);
		try {
			const [change] = await Promise.all([
				this.work(task, signal),
				sleep(duration, undefined, { signal }),
			]);
			if (signal.aborted) return;
			Object.assign(task, { status: 1 }, change, { updateTime: Date.now() });
		} catch {
			return; // the sandbox was reset or closed meanwhile
		}
		this.inFlight--;
		if (task.status !== 1) this.credits.remaining += task.price;
		this.log(`task ${task.taskId} ${task.type} ${task.status === 1 ? 'completed' : 'failed'}`);
		if (this.options.webhook) this.webhooks.report(task, this.options.webhook);
	}

	private async work(task: SandboxTask, signal: AbortSignal): Promise<Partial<SandboxTask>> {
		const tool = tools[task.type];
		if (!tool) return { status: 2, msg: `the sandbox cannot do ${task.type}` };
		try {
			const pictures = await this.results.make(task.type, tool, task.body, {
				own: (address) => this.own(address),
				foreign: this.options.foreignInputs ?? 'fail',
				signal,
			});
			const placed = pictures.map((picture, at): PlacedPicture => {
				const number = pictures.length > 1 ? `-${at + 1}` : '';
				const path = `/results/${task.taskId}${number}.${picture.extension}`;
				return { ...picture, url: this.serve(path, picture) };
			});
			return outcome(task, placed, this.options);
		} catch (error) {
			if (error instanceof PictureError) return { status: 2, msg: error.message };
			this.log(`task ${task.taskId} broke the sandbox: ${String(error)}`);
			return { status: 2, msg: 'sandbox error' };
		}
	}
}

/** Every task under way listens; Node warns of more than ten listeners. */
function newStopper(): AbortController {
	const stopper = new AbortController();
	setMaxListeners(0, stopper.signal);
	return stopper;
}
