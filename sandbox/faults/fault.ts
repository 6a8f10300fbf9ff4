/** The kinds of request a fault can hit. `download` is any GET of a result, an upload or a file. */
export type FaultTarget = 'submit' | 'poll' | 'download' | 'sign' | 'put' | 'credits';

/** Something that goes wrong on purpose. Give at least one effect. */
export interface Fault {
	on: FaultTarget;
	/**
	 * Only this submission path. Of a poll or the download of a result: only tasks submitted there.
	 * A path of a model may also be written with `{model_id}`.
	 */
	path?: string;
	/** How many requests are hit; Infinity = all from then on. Default 1. */
	times?: number;
	/** Lets this many matching requests through first. Default 0. */
	after?: number;

	// A reply in place of the normal one. A submission is then not accepted, unless `accept` says so.
	status?: number;
	body?: string | object;
	/** Alone: added to the normal reply. */
	headers?: Record<string, string>;
	/** Retry-After header; without a status also makes it a 429. */
	retryAfter?: number | string;
	/** 200 without a body. */
	empty?: boolean;
	/** A JSON reply that is cut off. */
	invalidJson?: boolean;
	/** `{code:'000',msg:'success'}` without `data`. */
	withoutData?: boolean;
	/** An envelope with this code; 0 or '000' is the normal reply with that code. */
	code?: string | number;
	msg?: string;
	/** An HTML error page with `status`. */
	html?: boolean;
	/** Cloudflare's block page with its 1010 (section 2); status 403 unless given. */
	cloudflare?: boolean;
	/** Of a submission: success without a task id. */
	noTaskId?: boolean;
	/** Of a submission: accepted and paid although the reply is the faulty one. */
	accept?: boolean;

	// The connection.
	/** Ends the connection before the body is read, or after the request was read and carried out. */
	reset?: 'before' | 'after';
	/** The request's body is not read and nothing is answered; the connection stays open. */
	stall?: boolean;
	/** The request is carried out, then the reply waits this many ms. */
	delayMs?: number;
	/** The body of the reply takes this many ms. */
	slowBodyMs?: number;
	/** Content-Length of the whole body, connection ended half way. */
	truncate?: boolean;

	// Of a poll: the reply differs, the task itself does not.
	taskStatus?: number | string;
	noResultUrl?: boolean;
	/** Result addresses in the form `s3://img-pub-fotor/…` (section 5). */
	s3?: boolean;
	sensitive?: boolean;
	taskMsg?: string;
}

/** True when the fault puts another reply in the place of the normal one. */
export function replacesReply(fault: Fault): boolean {
	return (
		fault.status !== undefined ||
		fault.body !== undefined ||
		fault.retryAfter !== undefined ||
		fault.empty === true ||
		fault.invalidJson === true ||
		fault.withoutData === true ||
		fault.html === true ||
		fault.cloudflare === true ||
		fault.noTaskId === true ||
		(fault.code !== undefined && !isSuccessCode(fault.code))
	);
}

export const isSuccessCode = (code: string | number): boolean => code === 0 || code === '000';

interface Waiting {
	fault: Fault;
	skip: number;
	left: number;
}

/** Faults in the order in which they were queued; the first that matches and is due is taken. */
export class FaultQueue {
	private waiting: Waiting[] = [];

	add(fault: Fault): void {
		this.waiting.push({ fault, skip: fault.after ?? 0, left: fault.times ?? 1 });
	}

	clear(): void {
		this.waiting = [];
	}

	/** The fault for a request, if any; `paths` are the names the request answers to. */
	take(on: FaultTarget, paths: readonly string[]): Fault | undefined {
		for (const entry of this.waiting) {
			const { fault } = entry;
			if (fault.on !== on) continue;
			if (fault.path !== undefined && !paths.includes(fault.path)) continue;
			if (entry.skip > 0) {
				entry.skip--;
				continue;
			}
			entry.left--;
			if (entry.left <= 0) this.waiting = this.waiting.filter((other) => other !== entry);
			return fault;
		}
		return undefined;
	}
}
