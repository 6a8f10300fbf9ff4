import type { IBinaryData } from 'n8n-workflow';

import { happened } from '../api/explain';
import { classify, clean, isPassing, type Outcome } from '../api/outcome';
import { throwIfCancelled, type Api } from '../api/request';
import { FREE_WAITS } from '../api/retry';
import { clock, pause } from '../clock';
import { openFile, type FileContext } from '../file/open';
import { fileTypeOf, HEAD_LENGTH } from '../file/format';

/** The longest Retry-After that a download waits out, ms. */
const LONGEST_WAIT = 60_000;
/** ms without a byte arriving. */
const IDLE = 60_000;

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
	for (let attempt = 0; ; attempt++) {
		const result = await attemptDownload(context, api, url, baseName);
		throwIfCancelled(api.signal);
		if ('file' in result) return result;
		const wait = FREE_WAITS[attempt];
		if (!result.again || wait === undefined || result.retryAfterMs > LONGEST_WAIT) return result;
		await pause(Math.max(wait, result.retryAfterMs), api.signal);
	}
}

interface Missed {
	reason: string;
	again: boolean;
	retryAfterMs: number;
}

async function attemptDownload(
	context: FileContext,
	api: Api,
	url: string,
	baseName: string,
): Promise<{ file: IBinaryData } | Missed> {
	const reply = await api.transfer({ method: 'GET', url, encoding: 'stream', idleTimeout: IDLE });
	if ('fault' in reply) return missed({ kind: reply.fault, text: reply.text });
	const body = reply.body as ByteStream;
	if (reply.status !== 200) {
		body.destroy?.();
		return missed(classify({ ...reply, body: undefined }, clock.now()));
	}
	const stored = new AbortController();
	endWhenStalled(body, stored.signal);
	try {
		const head = await peek(body);
		const type = fileTypeOf(head);
		if (!type) {
			body.destroy();
			const what = head.length ? 'it is neither a picture nor a video' : 'it is empty';
			return { reason: what, again: head.length === 0, retryAfterMs: 0 };
		}
		const name = withExtension(baseName, type.extension);
		const file = await context.helpers.prepareBinaryData(body as never, name, type.mimeType);
		const { size } = await openFile(context, file, name);
		const announced = Number(reply.headers['content-length'] ?? Number.NaN);
		// A compressed transfer announces the compressed length.
		const short = !reply.headers['content-encoding'] && size < announced;
		return short ? CUT_SHORT : { file };
	} catch {
		body.destroy();
		return CUT_SHORT;
	} finally {
		stored.abort();
	}
}

const CUT_SHORT: Missed = { reason: 'it was cut short', again: true, retryAfterMs: 0 };

function missed(outcome: Outcome): Missed {
	return {
		reason: outcome.kind === 'success' ? 'an unexpected reply' : happened(outcome),
		again: isPassing(outcome),
		retryAfterMs: 'retryAfterMs' in outcome ? (outcome.retryAfterMs ?? 0) : 0,
	};
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
			const left = moved + IDLE - clock.now();
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
