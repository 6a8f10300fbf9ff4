import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import type { FastifyReply } from 'fastify';

import type { Fault } from './fault';
import { pause } from './pause';

/** Number of chunks that a slow body is sent in. */
const PIECES = 20;

/** The reply body, slowed down or truncated if the fault requires it. Content-Length is the length of the full body. */
export async function shapedBody(
	reply: FastifyReply,
	payload: unknown,
	{ slowBodyMs, truncate }: Fault,
): Promise<unknown> {
	if (slowBodyMs === undefined && !truncate) return payload;
	const body = await toBuffer(payload);
	reply.header('content-length', body.length);
	return Readable.from(pieces(body, slowBodyMs ?? 0, truncate ?? false), { objectMode: false });
}

async function toBuffer(payload: unknown): Promise<Buffer> {
	if (payload instanceof Readable) return await buffer(payload);
	if (Buffer.isBuffer(payload)) return payload;
	return Buffer.from(typeof payload === 'string' ? payload : '');
}

async function* pieces(
	body: Buffer,
	slowBodyMs: number,
	truncate: boolean,
): AsyncGenerator<Buffer> {
	const end = truncate ? Math.floor(body.length / 2) : body.length;
	const size = Math.max(1, Math.ceil(body.length / PIECES));
	const eachMs = (slowBodyMs * size) / Math.max(1, end);
	for (let from = 0; from < end; from += size) {
		yield body.subarray(from, Math.min(end, from + size));
		// The pause is needed even if the body is not slow, because the part before the cut must be sent first.
		await pause(eachMs);
	}
	if (truncate) throw new Error('cut off on purpose');
}
