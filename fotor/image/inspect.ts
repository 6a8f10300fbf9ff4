import { throwIfCancelled, type Api } from '../api/request';
import { clock, within } from '../clock';
import { Failure } from '../failure';
import { dimensions, type Dimensions } from '../file/dimensions';
import { Ending } from '../file/ending';
import { fileTypeOf, type Format } from '../file/format';
import type { OpenFile } from '../file/open';
import { StreamParser } from '../file/parse';
import { TEXT_HEAD, textKindOf } from '../file/text';
import { checkSize } from './limits';

/** ms that looking at a URL may take altogether. */
const URL_TIME = 20_000;
/** Bytes read from a URL at most. Print profiles, depth maps and a WebP's EXIF data stand within them. */
const URL_BYTES = 8 * 1024 * 1024;
/** Decoders refuse these without their end. They show as much as there is of the others. */
const WHOLE_ONLY: Format[] = ['png', 'webp', 'bmp', 'avif', 'heic'];

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Reads a file once, without keeping it, and says what image it is.
 * @returns undefined when its size can't be read from here: Fotor may read more formats
 * @throws Failure of kind `input` when it surely can't work: a text, cut short, or of an absurd size
 */
export async function inspectFile(file: OpenFile, label: string): Promise<Dimensions | undefined> {
	const content = await file.open();
	const size = new StreamParser(dimensions());
	let ending: Ending | undefined;
	let isFirst = true;
	for await (const chunk of headFirst(Buffer.isBuffer(content) ? [content] : (content as Chunks))) {
		if (isFirst) ending = begin(chunk, label);
		isFirst = false;
		size.push(chunk);
		ending?.push(chunk);
		if (size.result) checkSize(label, size.result);
		if (size.done && !ending) break;
	}
	if (ending?.isMissing()) {
		throw new Failure(
			'input',
			`The image in '${label}' is cut short: its end is missing`,
			'Nothing was paid for this item. Check the node that made the file: the image was not transferred completely.',
		);
	}
	return size.result;
}

/** The check of a file's end, for formats that need it. */
function begin(head: Uint8Array, label: string): Ending | undefined {
	const kind = textKindOf(head);
	if (kind) {
		throw new Failure(
			'input',
			`The file in '${label}' is ${kind}, not an image`,
			"Nothing was paid for this item. Open the file on the input's Binary tab: it often is a sign-in page or a message of the service that should have sent the image.",
		);
	}
	const format = fileTypeOf(head)?.format;
	return format && WHOLE_ONLY.includes(format) ? new Ending(format) : undefined;
}

/** The chunks of a file, the first of them with enough bytes to tell its format. */
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
 * What of an image on the web can be read from here, within a bounded time.
 * @returns undefined when nothing, as Fotor may reach more
 * @throws Failure when it claims an absurd size, or when the execution is canceled
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

/** Never rejects: a broken transfer is a size unknown. */
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
