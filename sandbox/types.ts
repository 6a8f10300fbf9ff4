import type { FaultTarget, Fault } from './faults/fault';
import type { SandboxUpload } from './files/uploads';

/** Settings of a sandbox. They may be changed on `Sandbox.options` while it runs (except the port). */
export interface SandboxOptions {
	/** Port on 127.0.0.1; 0 takes any free one. Default 0. */
	port?: number;
	/** The only key that is let in. Default `sandbox-key`. */
	apiKey?: string;
	/** Tokens on the account, total and remaining alike. Default 1000. */
	credits?: number;
	/** How long a task stays in progress, in ms; by submission path with `*` for the rest. Default 1500. */
	taskDurationMs?: number | Record<string, number>;
	/** Added to every request, uploads and downloads too, in ms. Default 0. */
	latencyMs?: number;
	/** A submission is answered 429 while this many tasks are unfinished. Default unlimited. */
	concurrentTasks?: number;
	/** Limit on `/v1/*`; above it 429. Fotor publishes no figures (section 3). Default unlimited. */
	rateLimit?: RateLimit;
	/** Where finished tasks are reported, and how badly (section 21). Default nowhere. */
	webhook?: WebhookOptions;
	/** Shape of `result` of a listing set; section 20 knows three. Default `pairs`. */
	listingForm?: ListingForm;
	/** Scenes of a listing set that fail, by position (from 0) or by name. Default none. */
	failingScenes?: (number | string)[];
	/**
	 * What to do with input addresses that are not on this machine, as the sandbox never calls the
	 * internet: fail the task, or take the sample photo in their place. Default `fail`.
	 */
	foreignInputs?: 'fail' | 'sample';
	/** How many requests are remembered; the oldest go first. Default all. */
	keepRequests?: number;
	/** Gets one line for each request, task and webhook call. */
	log?: (line: string) => void;
}

export interface RateLimit {
	/** Requests let through … */
	requests: number;
	/** … in any span of this many ms. */
	perMs: number;
	/** Form of the Retry-After header. Default `none`: no source says that Fotor sends one. */
	retryAfter?: 'seconds' | 'date' | 'none';
	/** Only requests of this kind are counted and limited. Default all. */
	on?: FaultTarget;
	/** The clock that counts, Unix ms. Default the real one. */
	now?: () => number;
}

export type ListingForm = 'pairs' | 'objects' | 'urls';

export interface WebhookOptions {
	/** A loopback address; anything else is refused. */
	url: string;
	/** Also report status 0 when a task is accepted. Default false. */
	inProgress?: boolean;
	/** How many more times each call is repeated. Default 0. */
	repeats?: number;
	/** Wait before each call, in ms. Default 0. */
	delayMs?: number;
	/** Calls that fall due within the same `delayMs` (at least 50 ms) go out last first. */
	shuffle?: boolean;
	/** Every nth call is never sent. Default none. */
	lose?: number;
	/** How long a reply is waited for, in ms. Default 10 s; Fotor's patience is UNKNOWN. */
	timeoutMs?: number;
	/** Put into the query of the address as `token`; the official calls carry no signature. */
	token?: string;
}

/** One request as it came in. Requests to the control addresses and the index page are left out. */
export interface RecordedRequest {
	method: string;
	/** Without the query. */
	path: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	/** Parsed JSON of a POST to /v1; undefined for uploads. */
	body: unknown;
	/** Length of the request body. */
	bytes: number;
	/** Unix ms. */
	at: number;
	/** HTTP status of the reply, also when only a part of it went out. */
	answered?: number;
	/** Set once the reply is over; `reset` when the connection ended before all of it was written. */
	ended?: 'answered' | 'reset';
	/** The fault that hit it. */
	fault?: Fault;
	/** The task that a submission became. */
	taskId?: string;
}

/** An accepted submission: one that was paid. */
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

/** A task; what a query of it answers is read from here each time, so tests may change it. */
export interface SandboxTask {
	taskId: string;
	/** Submission path, model id included. */
	path: string;
	body: Record<string, unknown>;
	/** Name of the endpoint: the last part of the path without a model id (section 5, a guess). */
	type: string;
	/** Section 5: 0 in progress, 1 completed, 2 failed, 3 timed out, 4 cancelled. */
	status: number | string;
	/** Unix ms. */
	createTime: number;
	/** Unix ms; when the task became final. */
	updateTime: number;
	businessId: string;
	resultUrl: string;
	hasHsfw: boolean;
	/** Tokens taken at acceptance. */
	price: number;
	/** Reason of a failure. */
	msg?: string;
	avatarResult?: AvatarGroup[];
	/** Listing sets only. */
	result?: unknown;
	/** Put over the reply as it is, for shapes the sandbox does not make by itself. */
	overrides?: Record<string, unknown>;
}

/** A webhook call that was sent or tried. */
export interface WebhookCall {
	url: string;
	body: Record<string, unknown>;
	/** Unix ms. */
	at: number;
	/** HTTP status of the receiver; undefined when it could not be reached. */
	answered?: number;
}

export interface SandboxStats {
	credits: { total: number; remaining: number };
	/** Accepted submissions. */
	submissions: number;
	requests: number;
	/** Unfinished tasks now, and the most there were at once. */
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
	/** What was PUT, by the public address it is served at. */
	readonly uploads: Map<string, SandboxUpload>;
	readonly webhookCalls: WebhookCall[];
	credits: { total: number; remaining: number };
	/** The most tasks that were unfinished at once. */
	peakInFlight: number;
	/** Queues a fault. */
	fail(fault: Fault): void;
	clearFaults(): void;
	/** Puts a ready-made task in; completed, with the sample photo as its result, unless told otherwise. */
	addTask(task: Partial<SandboxTask>): SandboxTask;
	/** Serves a file without a key and returns its address. */
	publish(name: string, data: Buffer, contentType?: string): string;
	stats(): SandboxStats;
	/** Forgets requests, submissions, tasks, uploads and faults; fills the account up again. */
	reset(): void;
	/** Ends every connection at once. */
	close(): Promise<void>;
}

export type { Fault, FaultTarget, SandboxUpload };
