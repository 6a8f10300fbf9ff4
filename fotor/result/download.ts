import type { IBinaryData } from 'n8n-workflow';

import { classify, type Fault, type Refusal } from '../api/outcome';
import { throwIfCancelled, TIMEOUT, type Api } from '../api/request';
import { retryFree } from '../api/retry';
import { clock } from '../clock';
import { fileTypeOf, HEAD_LENGTH } from '../file/format';
import { openFile, type FileContext } from '../file/open';
import { isWhole } from '../file/whole';
import { clean } from '../values';
import { limitBody, TooLarge, tooLarge, type ByteStream } from './bodyLimits';

/** Default size limit in bytes, large enough for the longest video from any known model. */
const MAX_FILE_BYTES = 500 * 1024 * 1024;

export type Download = { file: IBinaryData } | { reason: string };

/**
 * Streams a result into n8n's binary store. Sends no credentials and accepts only http(s) URLs. Checks the status, the
 * first bytes and the length. Retries after temporary faults.
 * @param baseName file name without extension; the extension comes from the bytes
 * @returns the stored file, or the reason why there is none
 */
export async function download(
	context: FileContext,
	api: Api,
	url: string,
	baseName: string,
	maxBytes = MAX_FILE_BYTES,
): Promise<Download> {
	if (!/^https?:\/\//i.test(url)) {
		return { reason: `the result URL is not http(s): ${clean(url)}` };
	}
	return await retryFree(
		async () => {
			const result = await attempt(context, api, url, baseName, maxBytes);
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
	maxBytes: number,
): Promise<Download & { refusal?: Refusal }> {
	const idleTimeout = TIMEOUT.idle;
	// With compression, Content-Length would be the compressed length.
	const headers = { 'Accept-Encoding': 'identity' };
	const reply = await api.transfer({
		method: 'GET',
		url,
		headers,
		encoding: 'stream',
		idleTimeout,
	});
	if ('fault' in reply) return refused(reply);
	const body = reply.body as ByteStream;
	if (reply.status !== 200) {
		body.destroy?.();
		const outcome = classify({ ...reply, body: undefined }, clock.now());
		const reason = `the server replied with HTTP ${reply.status}`;
		return outcome.kind === 'success' ? { reason } : { reason, refusal: outcome };
	}
	const announced = Number(reply.headers['content-length'] ?? Number.NaN);
	const done = new AbortController();
	limitBody(body, maxBytes, done.signal);
	try {
		if (announced > maxBytes) throw tooLarge(maxBytes);
		const head = await peek(body);
		if (head.length === 0) return incomplete('it is empty');
		const type = fileTypeOf(head);
		if (!type) return { reason: 'it is neither an image nor a video' };
		const name = withExtension(baseName, type.extension);
		const file = await context.helpers.prepareBinaryData(body as never, name, type.mimeType);
		const stored = await openFile(context, file, name);
		if (stored.size === announced || (await isWhole(stored))) return { file };
		return incomplete('it was cut short');
	} catch (thrown) {
		throwIfCancelled(api.signal);
		return thrown instanceof TooLarge ? { reason: thrown.message } : incomplete('it was cut short');
	} finally {
		done.abort();
		body.destroy();
	}
}

function refused({ fault, text }: Fault): Download & { refusal: Refusal } {
	return { reason: text, refusal: { kind: fault, text } };
}

/** Allows a retry, because the next attempt may get the whole file. */
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

function withExtension(baseName: string, extension: string): string {
	const present = /\.([a-z0-9]{2,5})$/i.exec(baseName)?.[1]?.toLowerCase();
	const same = present === extension || (present === 'jpeg' && extension === 'jpg');
	return same ? baseName : `${baseName}.${extension}`;
}
