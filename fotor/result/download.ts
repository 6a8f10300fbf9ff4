import type { IBinaryData } from 'n8n-workflow';

import { happened } from '../api/explain';
import { classify, type Refusal } from '../api/outcome';
import { clean } from '../values';
import { throwIfCancelled, TIMEOUT, type Api } from '../api/request';
import { retryFree } from '../api/retry';
import { clock, pause } from '../clock';
import { openFile, type FileContext } from '../file/open';
import { fileTypeOf, HEAD_LENGTH } from '../file/format';

/** The part of a Node.js stream that is used here; `stream` itself may not be imported by n8n's rules. */
interface ByteStream extends NodeJS.ReadableStream {
	destroy(error?: Error): void;
	push(chunk: unknown, encoding?: BufferEncoding): boolean;
}

export type Download = { file: IBinaryData } | { reason: string };

/**
 * Streams a result into n8n's binary store. Carries no credentials; takes http(s) only; checks the status,
 * the first bytes and the length; repeats what may pass.
 * @param baseName file name without extension; the extension comes from the bytes
 * @returns the stored file, or the reason why there is none
 */
export async function download(
	context: FileContext,
	api: Api,
	url: string,
	baseName: string,
): Promise<Download> {
	if (!/^https?:\/\//i.test(url)) {
		return { reason: `the result address is not http(s): ${clean(url)}` };
	}
	return await retryFree(
		async () => {
			const result = await attempt(context, api, url, baseName);
			throwIfCancelled(api.signal);
			return result;
		},
		(result) => ('refusal' in result ? result.refusal : undefined),
		api.signal,
	);
}

async function attempt(
	context: FileContext,
	api: Api,
	url: string,
	baseName: string,
): Promise<Download & { refusal?: Refusal }> {
	const idleTimeout = TIMEOUT.idle;
	const reply = await api.transfer({ method: 'GET', url, encoding: 'stream', idleTimeout });
	if ('fault' in reply) return refused({ kind: reply.fault, text: reply.text });
	const body = reply.body as ByteStream;
	if (reply.status !== 200) {
		body.destroy?.();
		const outcome = classify({ ...reply, body: undefined }, clock.now());
		return outcome.kind === 'success' ? { reason: 'an unexpected reply' } : refused(outcome);
	}
	const stored = new AbortController();
	endWhenStalled(body, stored.signal);
	try {
		const head = await peek(body);
		if (head.length === 0) {
			body.destroy();
			return incomplete('it is empty');
		}
		const type = fileTypeOf(head);
		if (!type) {
			body.destroy();
			return { reason: 'it is neither a picture nor a video' };
		}
		const name = withExtension(baseName, type.extension);
		const file = await context.helpers.prepareBinaryData(body as never, name, type.mimeType);
		const { size } = await openFile(context, file, name);
		const announced = Number(reply.headers['content-length'] ?? Number.NaN);
		// A compressed transfer announces the compressed length.
		const short = !reply.headers['content-encoding'] && size < announced;
		return short ? incomplete('it was cut short') : { file };
	} catch {
		body.destroy();
		return incomplete('it was cut short');
	} finally {
		stored.abort();
	}
}

function refused(refusal: Refusal): Download & { refusal: Refusal } {
	return { reason: happened(refusal), refusal };
}

/** The next attempt may bring the whole file. */
function incomplete(reason: string): Download & { refusal: Refusal } {
	return { reason, refusal: { kind: 'broken', text: reason } };
}

/** Reads the first bytes and puts them back. */
async function peek(body: ByteStream): Promise<Uint8Array> {
	return await new Promise((resolve, reject) => {
		const look = () => {
			const head = body.read(HEAD_LENGTH) as Buffer | null;
			if (!head) return;
			body.removeListener('readable', look);
			body.unshift(head);
			resolve(head);
		};
		body.on('readable', look);
		for (const over of ['end', 'close']) body.once(over, () => resolve(new Uint8Array()));
		body.once('error', reject);
	});
}

/** Ends a body that stands still: the HTTP helper's own timeout is over once the headers are there. */
function endWhenStalled(body: ByteStream, done: AbortSignal): void {
	let moved = clock.now();
	const push = body.push.bind(body);
	// The only sign of life in common: n8n 2.x wraps the response, and a listener for data would take it away.
	body.push = (chunk, encoding) => {
		moved = clock.now();
		return push(chunk, encoding);
	};
	const watch = async () => {
		for (;;) {
			const left = moved + TIMEOUT.idle - clock.now();
			if (done.aborted) return;
			if (left <= 0) return body.destroy(new Error('no byte arrived for too long'));
			await pause(left, done);
		}
	};
	void watch();
}

function withExtension(baseName: string, extension: string): string {
	const present = /\.([a-z0-9]{2,5})$/i.exec(baseName)?.[1]?.toLowerCase();
	const same = present === extension || (present === 'jpeg' && extension === 'jpg');
	return same ? baseName : `${baseName}.${extension}`;
}
