import { setMaxListeners } from 'node:events';

import { FaultQueue } from './faults/fault';
import { FileStore, type StoredFile } from './files/store';
import { RateLimiter } from './http/rateLimit';
import { ResultMaker } from './tasks/results';
import { Slots } from './tasks/slots';
import type {
	RecordedRequest,
	SandboxOptions,
	SandboxStats,
	SandboxTask,
	SandboxUpload,
	Submission,
} from './types';
import type { SignedUpload } from './files/uploads';
import { Webhooks } from './tasks/webhooks';

/** Number of tasks whose images are made in parallel. */
const WORKERS = 2;

const DEFAULT_CREDITS = 1000;
const DEFAULT_KEY = 'sandbox-key';

/** The state of a running sandbox. */
export class State {
	/** http://127.0.0.1:PORT, set once the server is listening. */
	url = '';
	readonly requests: RecordedRequest[] = [];
	readonly submissions: Submission[] = [];
	readonly tasks = new Map<string, SandboxTask>();
	/** Uploaded files by public URL. */
	readonly uploads = new Map<string, SandboxUpload>();
	/** Signed upload URLs by file name. */
	readonly signed = new Map<string, SignedUpload>();
	/** Results, uploads and published files by the path that serves them. */
	readonly served = new Map<string, StoredFile>();
	readonly faults = new FaultQueue();
	readonly rateLimiter = new RateLimiter();
	readonly files = new FileStore();
	readonly webhooks: Webhooks;
	credits: { total: number; remaining: number };
	inFlight = 0;
	peakInFlight = 0;
	private readonly slots = new Slots(WORKERS);
	readonly results = new ResultMaker(this.files, this.slots);
	private stopper = newStopper();

	constructor(readonly options: SandboxOptions) {
		const total = options.credits ?? DEFAULT_CREDITS;
		this.credits = { total, remaining: total };
		this.webhooks = new Webhooks(
			() => this.stopper.signal,
			(line) => this.log(line),
		);
	}

	/** Aborted on reset and on close. */
	get signal(): AbortSignal {
		return this.stopper.signal;
	}

	get apiKey(): string {
		return this.options.apiKey ?? DEFAULT_KEY;
	}

	log(line: string): void {
		this.options.log?.(line);
	}

	serve(path: string, file: StoredFile): string {
		this.served.set(path, file);
		return `${this.url}${path}`;
	}

	/** The file served at one of the sandbox's own URLs; undefined for any other URL. */
	own(address: string): StoredFile | undefined {
		return address.startsWith(`${this.url}/`)
			? this.served.get(address.slice(this.url.length).split('?')[0] ?? '')
			: undefined;
	}

	stats(): SandboxStats {
		const { credits, submissions, requests, inFlight, peakInFlight, tasks } = this;
		return {
			credits: { ...credits },
			submissions: submissions.length,
			requests: requests.length,
			inFlight,
			peakInFlight,
			tasks: tasks.size,
		};
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

	/** Ends the tasks and webhook calls in progress. */
	stop(): void {
		this.stopper.abort();
	}

	async remove(): Promise<void> {
		await this.slots.stop();
		await this.files.remove();
	}
}

/** Lifts the limit on listeners: every task in progress adds one, and Node.js warns if there are more than ten. */
function newStopper(): AbortController {
	const stopper = new AbortController();
	setMaxListeners(0, stopper.signal);
	return stopper;
}
