import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { shapedBody } from '../faults/delivery';
import { failure } from './envelope';
import { faultReply } from '../faults/reply';
import { isSuccessCode, replacesReply } from '../faults/fault';
import { retryAfter } from './rateLimit';
import { pause } from '../faults/pause';
import type { State } from '../state';
import './fastifyTypes';

/** Handles what all requests have in common: recording, latency, faults, the API key and the rate limit. */
export function addHooks(app: FastifyInstance, state: State): void {
	app.decorateRequest('fault', undefined);
	app.decorateRequest('record', undefined);

	app.addHook('onRequest', async (request, reply) => {
		if (request.routeOptions.config.unrecorded) return;
		record(request, reply, state);
		const { latencyMs = 0 } = state.options;
		if (latencyMs > 0) await pause(latencyMs);
		const { target } = request.routeOptions.config;
		if (target) request.fault = state.faults.take(target, faultPaths(request, state));
		if (request.record && request.fault) request.record.fault = request.fault;
		if (request.fault?.reset === 'before') {
			reply.hijack();
			request.raw.socket.resetAndDestroy();
		}
		if (request.fault?.stall) reply.hijack();
	});

	app.addHook('preValidation', async (request, reply) => {
		// The body of an upload is a stream that only the handler may read.
		const isUpload = request.routeOptions.config.target === 'put';
		if (request.record && !isUpload) request.record.body = request.body;
		const { fault } = request;
		if (fault && replacesReply(fault) && !fault.accept) return sendFault(reply, request);
		return refusal(request, reply, state);
	});

	app.addHook<unknown>('preSerialization', (request, _reply, payload, done) => {
		const { code, msg } = request.fault ?? {};
		const changed =
			code !== undefined && isSuccessCode(code)
				? { ...(payload as object), code, ...(msg === undefined ? {} : { msg }) }
				: payload;
		done(null, changed);
	});

	app.addHook<unknown>('onSend', async (request, reply, payload) => {
		const { fault } = request;
		if (fault?.headers) reply.headers(fault.headers);
		if (fault?.delayMs !== undefined) await pause(fault.delayMs);
		if (fault?.reset === 'after') {
			request.raw.socket.resetAndDestroy();
			return payload;
		}
		// Recorded before the client sees the reply, so a test can check it right away.
		if (request.record && !request.record.ended) request.record.answered = reply.statusCode;
		// Don't apply the fault again when Fastify answers a truncated body with an error, which passes through this
		// hook too.
		request.fault = undefined;
		return fault && !reply.raw.destroyed ? await shapedBody(reply, payload, fault) : payload;
	});
}

/** Sends the faulty reply for this request. */
export function sendFault(reply: FastifyReply, { fault }: FastifyRequest): FastifyReply {
	if (!fault) return reply;
	const { status, headers, body } = faultReply(fault);
	return reply.code(status).headers(headers).send(body);
}

function record(request: FastifyRequest, reply: FastifyReply, state: State): void {
	const entry = {
		method: request.method,
		path: pathOf(request),
		query: request.query as Record<string, string>,
		headers: flatHeaders(request),
		body: undefined,
		bytes: 0,
		at: Date.now(),
	};
	request.record = entry;
	state.requests.push(entry);
	const { keepRequests } = state.options;
	if (keepRequests !== undefined) {
		state.requests.splice(0, Math.max(0, state.requests.length - keepRequests));
	}
	reply.raw.once('close', () => finish(request, reply, state));
}

function finish(request: FastifyRequest, { raw }: FastifyReply, state: State): void {
	const { record: entry, fault } = request;
	if (!entry) return;
	// Checks the fault too, because Node.js reports a reply as finished even if the connection was reset.
	entry.ended = raw.writableFinished && !fault?.reset ? 'answered' : 'reset';
	state.log(
		`${entry.method} ${entry.path} ${entry.answered ?? 'reset'} ${Date.now() - entry.at} ms`,
	);
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?')[0] ?? url;

function flatHeaders({ headers }: FastifyRequest): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]),
	);
}

/** All values of a fault's `path` that match this request. */
function faultPaths(request: FastifyRequest, state: State): string[] {
	const path = pathOf(request);
	const taskId = /[0-9a-f]{32}/.exec(path)?.[0];
	const task = taskId === undefined ? undefined : state.tasks.get(taskId);
	const submitted = task?.path ?? path;
	return [path, submitted, withModelId(submitted)];
}

/** `/v1/aiart/img2video/kling-v3` → `/v1/aiart/img2video/{model_id}` */
const withModelId = (path: string): string =>
	path.replace(/^(\/v1\/aiart\/\w+)\/[^/]+$/, '$1/{model_id}');

/** Rejects a request that has no valid key or exceeds the rate limit. @returns undefined if the request may proceed */
function refusal(
	request: FastifyRequest,
	reply: FastifyReply,
	state: State,
): FastifyReply | undefined {
	if (!request.routeOptions.config.secured) return undefined;
	// Status 401 is documented, but its body is UNKNOWN (section 3), so the sandbox makes one up.
	if (request.headers.authorization !== `Bearer ${state.apiKey}`) {
		return reply.code(401).send(failure('401', 'Unauthorized: API key is missing or invalid'));
	}
	const { rateLimit } = state.options;
	if (!rateLimit) return undefined;
	const { on = request.routeOptions.config.target } = rateLimit;
	if (on !== request.routeOptions.config.target) return undefined;
	const now = rateLimit.now?.() ?? Date.now();
	const wait = state.rateLimiter.check(rateLimit, now);
	if (wait === undefined) return undefined;
	const header = retryAfter(rateLimit.retryAfter, wait, now);
	if (header !== undefined) reply.header('retry-after', header);
	return reply.code(429).send(failure('429', 'Rate limit'));
}
