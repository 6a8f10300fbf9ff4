import { throwIfCancelled, type Api } from '../api/request';
import { clock, within } from '../clock';
import { inputFailure, unpaid } from '../failure';
import { dimensions, type Dimensions } from '../file/dimensions';
import { Ending } from '../file/ending';
import { fileTypeOf, type Format } from '../file/format';
import { chunksOf, type OpenFile } from '../file/open';
import type { Chunks } from '../file/bytes';
import { StreamParser } from '../file/parse';
import { TEXT_HEAD, textKindOf } from '../file/text';
import { checkSize } from './limits';

/** Time limit for reading a URL, from the request to the last byte needed, ms. */
const URL_TIME = 20_000;
/** Maximum number of bytes read from a URL: enough to get past print profiles, depth maps, and a WebP's pixels. */
const URL_BYTES = 8 * 1024 * 1024;
/**
 * Formats that decoders reject if the end of the file is missing. For other formats, decoders show the part that is
 * there.
 */
const WHOLE_ONLY: Format[] = ['png', 'webp', 'bmp', 'avif', 'heic'];

/**
 * Reads the size of an image file, without holding the file in memory.
 * @returns undefined if n8n can't read the size. Fotor may be able to read more formats.
 * @throws Failure of kind `input` if the file is text, is incomplete, or claims an absurd size
 */
export async function inspectFile(file: OpenFile, label: string): Promise<Dimensions | undefined> {
	const size = new StreamParser(dimensions());
	let ending: Ending | undefined;
	let isFirst = true;
	for await (const chunk of headFirst(await chunksOf(file))) {
		if (isFirst) ending = begin(chunk, label);
		isFirst = false;
		size.push(chunk);
		ending?.push(chunk);
		if (size.result) checkSize(label, size.result);
		if (size.done && !ending) break;
	}
	if (ending?.isMissing()) {
		throw inputFailure(
			`The image in '${label}' is incomplete: the end of the file is missing`,
			unpaid('Check the node that made the file: it passed on only part of the image.'),
			'Nothing was charged. Only part of the image was transferred: ask the user to send it again or to provide a public URL for it.',
		);
	}
	return size.result;
}

/**
 * Checks the first bytes of a file.
 * @returns an object that checks for the end of the file, if the format needs this check
 * @throws Failure of kind `input` if the file is text
 */
function begin(head: Uint8Array, label: string): Ending | undefined {
	const kind = textKindOf(head);
	if (kind) {
		throw inputFailure(
			`The file in '${label}' is ${kind}, not an image`,
			unpaid(
				"Open the file on the input's Binary tab: it may be a sign-in page, or a message from the service that was supposed to send the image.",
			),
			'Nothing was charged. Ask the user for another file, or for a public URL of the image.',
		);
	}
	const format = fileTypeOf(head)?.format;
	return format && WHOLE_ONLY.includes(format) ? new Ending(format) : undefined;
}

/** Merges the first chunks of a file until there are enough bytes to identify its format. */
async function* headFirst(chunks: Chunks): AsyncGenerator<Uint8Array> {
	let head: Uint8Array | undefined = new Uint8Array();
	for await (const chunk of chunks) {
		if (!head) {
			yield chunk;
			continue;
		}
		head = head.length ? Buffer.concat([head, chunk]) : chunk;
		if (head.length < TEXT_HEAD) continue;
		yield head;
		head = undefined;
	}
	if (head) yield head;
}

/**
 * Reads the size of an image on the web.
 * @returns undefined if n8n can't read the size in time. Fotor may be able to reach more servers and read more formats.
 * @throws Failure if the image claims an absurd size, or the execution is canceled
 */
export async function inspectUrl(
	api: Api,
	url: string,
	label: string,
): Promise<Dimensions | undefined> {
	const deadline = clock.now() + URL_TIME;
	const reply = await api.transfer({
		method: 'GET',
		url,
		headers: { Range: `bytes=0-${URL_BYTES - 1}` },
		encoding: 'stream',
		idleTimeout: URL_TIME,
	});
	if ('fault' in reply) return undefined;
	const body = reply.body as NodeJS.ReadableStream & { destroy(): void };
	const reading = reply.status === 200 || reply.status === 206 ? read(body) : undefined;
	const size = reading && (await within(deadline - clock.now(), reading, api.signal));
	body.destroy();
	throwIfCancelled(api.signal);
	if (size) checkSize(label, size);
	return size;
}

/** Reads an image's size from a reply. Resolves to undefined if the transfer is interrupted; never rejects. */
async function read(body: NodeJS.ReadableStream): Promise<Dimensions | undefined> {
	const size = new StreamParser(dimensions());
	let total = 0;
	try {
		for await (const chunk of body as AsyncIterable<Uint8Array>) {
			size.push(chunk);
			total += chunk.length;
			if (size.done || total >= URL_BYTES) break;
		}
	} catch {
		return undefined;
	}
	return size.result;
}
