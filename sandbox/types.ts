import type { FaultTarget, Fault } from './faults/fault';
import type { SandboxUpload } from './files/uploads';

/**
 * Settings of a sandbox. While the sandbox is running, you can change all of them in `Sandbox.options` except the port.
 */
export interface SandboxOptions {
	/** Port on 127.0.0.1; 0 selects any free port. Default 0. */
	port?: number;
	/** The only accepted key. Default `sandbox-key`. */
	apiKey?: string;
	/** Tokens in the account (both total and remaining). Default 1000. */
	credits?: number;
	/**
	 * How long a task stays in progress, in ms. Either one value, or values by submission path, with `*` for all other
	 * paths. Default 1500.
	 */
	taskDurationMs?: number | Record<string, number>;
	/** Delay in ms before the sandbox handles a request, including uploads and downloads. Default 0. */
	latencyMs?: number;
	/** Submissions get a 429 while this many tasks are in progress. Default unlimited. */
	concurrentTasks?: number;
	/**
	 * Limit on requests to `/v1/*`; requests above it get a 429. Fotor publishes no figures (section 3). Default
	 * unlimited.
	 */
	rateLimit?: RateLimit;
	/** Webhook that finished tasks are reported to, and how unreliable its calls are (section 21). Default none. */
	webhook?: WebhookOptions;
	/** Shape of a listing set's `result`; section 20 lists three. Default `pairs`. */
	listingForm?: ListingForm;
	/** Scenes of a listing set that fail, by index or by name. Default none. */
	failingScenes?: (number | string)[];
	/**
	 * What to do with input URLs on other machines, which the sandbox never calls: fail the task, or use the sample
	 * image instead. Default `fail`.
	 */
	foreignInputs?: 'fail' | 'sample';
	/** Number of requests to keep; the oldest are dropped first. Default all. */
	keepRequests?: number;
	/** Receives one line per request, task and webhook call. */
	log?: (line: string) => void;
}

export interface RateLimit {
	/** Number of requests allowed in `perMs`. */
	requests: number;
	/** Length of the sliding window in ms. */
	perMs: number;
	/** Format of the Retry-After header. Default `none`, since no source says that Fotor sends this header. */
	retryAfter?: 'seconds' | 'date' | 'none';
	/** Kind of request to limit. Default all. */
	on?: FaultTarget;
	/** Clock for the limit, in Unix ms. The default is real time. */
	now?: () => number;
}

export type ListingForm = 'pairs' | 'objects' | 'urls';

export interface WebhookOptions {
	/** A loopback URL. Any other URL is rejected. */
	url: string;
	/** Whether to report status 0 when a task is accepted. Default false. */
	inProgress?: boolean;
	/** Number of extra times each call is sent. Default 0. */
	repeats?: number;
	/** Delay before each call, in ms. Default 0. */
	delayMs?: number;
	/** Whether calls due within the same `delayMs` window (at least 50 ms) go out in reverse order. */
	shuffle?: boolean;
	/** Drops every nth call. Default none. */
	lose?: number;
	/** Timeout for a reply, in ms. Default 10 s. Fotor's own timeout is UNKNOWN. */
	timeoutMs?: number;
	/** Secret to send as the query parameter `token`. Fotor's own calls have no signature. */
	token?: string;
}

/** A recorded request. Calls to the control routes and the index page are not recorded. */
export interface RecordedRequest {
	method: string;
	/** Path without the query. */
	path: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	/** Parsed JSON of a POST to /v1; undefined for uploads. */
	body: unknown;
	/** Length of the request body in bytes. */
	bytes: number;
	/** Unix ms. */
	at: number;
	/** HTTP status of the reply, even if only part of it was sent. */
	answered?: number;
	/** Set when the reply has ended; `reset` if the connection ended before the whole reply was written. */
	ended?: 'answered' | 'reset';
	/** The fault that hit the request. */
	fault?: Fault;
	/** ID of the task that the submission created. */
	taskId?: string;
}

/** An accepted (and paid) submission. */
export interface Submission {
	path: string;
	body: Record<string, unknown>;
	taskId: string;
	/** Unix ms. */
	at: number;
}

export interface AvatarImage {
	id: string;
	url: string;
	hasHsfw: boolean;
}

export interface AvatarGroup {
	templateId: string;
	images: AvatarImage[];
}

/** A task. Every poll reads its current fields, so tests may change them. */
export interface SandboxTask {
	taskId: string;
	/** Submission path, including the model ID. */
	path: string;
	body: Record<string, unknown>;
	/** Endpoint name: the last part of the path, without a model ID. This is a guess (section 5). */
	type: string;
	/** Section 5: 0 in progress, 1 completed, 2 failed, 3 timed out, 4 canceled. */
	status: number | string;
	/** Unix ms. */
	createTime: number;
	/** Time of the final status, in Unix ms. */
	updateTime: number;
	businessId: string;
	resultUrl: string;
	hasHsfw: boolean;
	/** Tokens charged when the task was accepted. */
	price: number;
	/** Failure reason. */
	msg?: string;
	avatarResult?: AvatarGroup[];
	/** Set only for listing sets. */
	result?: unknown;
	/** Overrides fields of the reply, for shapes the sandbox does not produce itself. */
	overrides?: Record<string, unknown>;
}

/** A webhook call that was sent or attempted. */
export interface WebhookCall {
	url: string;
	body: Record<string, unknown>;
	/** Unix ms. */
	at: number;
	/** HTTP status of the receiver's reply; undefined if the receiver was unreachable. */
	answered?: number;
}

export interface SandboxStats {
	credits: { total: number; remaining: number };
	/** Accepted submissions. */
	submissions: number;
	requests: number;
	/** Number of tasks in progress now, and the highest number so far. */
	inFlight: number;
	peakInFlight: number;
	tasks: number;
}

export interface Sandbox {
	/** http://127.0.0.1:PORT */
	readonly url: string;
	readonly apiKey: string;
	readonly options: SandboxOptions;
	readonly requests: RecordedRequest[];
	readonly submissions: Submission[];
	readonly tasks: Map<string, SandboxTask>;
	/** Uploaded files by public URL. */
	readonly uploads: Map<string, SandboxUpload>;
	readonly webhookCalls: WebhookCall[];
	credits: { total: number; remaining: number };
	/** The highest number of tasks in progress at once. */
	peakInFlight: number;
	/** Queues a fault. */
	fail(fault: Fault): void;
	clearFaults(): void;
	/** Adds a ready-made task. By default, the task is completed and has the sample image as its result. */
	addTask(task: Partial<SandboxTask>): SandboxTask;
	/** Serves a file that can be downloaded without a key. @returns its URL */
	publish(name: string, data: Buffer, contentType?: string): string;
	stats(): SandboxStats;
	/** Clears requests, submissions, tasks, uploads and faults, and refills the account. */
	reset(): void;
	/** Ends all connections immediately. */
	close(): Promise<void>;
}

export type { Fault, FaultTarget, SandboxUpload };
