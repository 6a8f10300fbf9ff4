/**
 * Kinds of requests a fault can hit. `download` is any GET of a result, an upload or a file. `links` are the top-up
 * links, and `token` is the temporary token.
 */
export type FaultTarget =
	| 'submit'
	| 'poll'
	| 'download'
	| 'sign'
	| 'put'
	| 'credits'
	| 'links'
	| 'token';

/** A fault to inject. Set at least one effect. */
export interface Fault {
	on: FaultTarget;
	/**
	 * Hits only this submission path or, for polls and result downloads, only tasks submitted to it. Model paths may
	 * use `{model_id}`.
	 */
	path?: string;
	/** Number of matching requests to hit; Infinity means all of them. Default 1. */
	times?: number;
	/** Number of matching requests to let through first. Default 0. */
	after?: number;

	// These fields replace the normal reply. They also keep a submission from being accepted, unless `accept` is set.
	status?: number;
	body?: string | object;
	/** Headers of the reply. If no other effect is set, they are added to the normal reply. */
	headers?: Record<string, string>;
	/** The Retry-After header. If `status` is not set, the reply has status 429. */
	retryAfter?: number | string;
	/** A reply with status 200 and no body. */
	empty?: boolean;
	/** A truncated JSON reply. */
	invalidJson?: boolean;
	/** `{code:'000',msg:'success'}` without `data`. */
	withoutData?: boolean;
	/** An envelope with this code. 0 or '000' keeps the rest of the normal reply. */
	code?: string | number;
	msg?: string;
	/** An HTML error page that shows `status`. */
	html?: boolean;
	/** Cloudflare's block page with error code 1010 (section 2). The reply has status 403 unless `status` is set. */
	cloudflare?: boolean;
	/** For a submission: success without a task ID. */
	noTaskId?: boolean;
	/** For a submission: accept it and charge for it despite the faulty reply. */
	accept?: boolean;

	// These fields affect the connection.
	/** Drops the connection before the body is read, or after the request is processed. */
	reset?: 'before' | 'after';
	/** Neither reads the request body nor replies. The connection stays open. */
	stall?: boolean;
	/** Processes the request, then delays the reply by this many ms. */
	delayMs?: number;
	/** Spreads the reply body over this many ms. */
	slowBodyMs?: number;
	/** Announces the full Content-Length, then drops the connection halfway through the body. */
	truncate?: boolean;

	// These fields change the reply to a poll, but not the task.
	taskStatus?: number | string;
	noResultUrl?: boolean;
	/** Result URLs in the form `s3://img-pub-fotor/…` (section 5). */
	s3?: boolean;
	sensitive?: boolean;
	taskMsg?: string;
}

/** True if the fault replaces the normal reply. */
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

/** Faults in queue order. A request gets the first fault that matches and is due. */
export class FaultQueue {
	private waiting: Waiting[] = [];

	add(fault: Fault): void {
		this.waiting.push({ fault, skip: fault.after ?? 0, left: fault.times ?? 1 });
	}

	clear(): void {
		this.waiting = [];
	}

	/** The fault for a request, if any. `paths` are the values of `path` that match the request. */
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
