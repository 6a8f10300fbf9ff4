import { throwIfCancelled, type Api } from '../api/request';
import { Failure } from '../failure';
import { readDimensions, type Dimensions } from '../file/dimensions';
import { Ending } from '../file/ending';
import type { OpenFile } from '../file/open';

/** Bytes from the start of a file in which its size is looked for. */
const HEAD_BYTES = 256 * 1024;
/** ms without a byte from the web. */
const IDLE = 15_000;

/**
 * Reads a file once, without keeping it, and says what picture it is.
 * @throws Failure of kind `input` when it is no picture or was cut short
 */
export async function inspectFile(file: OpenFile, label: string): Promise<Dimensions> {
	const content = await file.open();
	const chunks = Buffer.isBuffer(content) ? [content] : content;
	let head: Uint8Array = new Uint8Array();
	let ending: Ending | undefined;
	let found: Dimensions | undefined;
	for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
		if (ending) {
			ending.push(chunk);
			continue;
		}
		head = head.length ? Buffer.concat([head, chunk]) : chunk;
		found = readDimensions(head.subarray(0, HEAD_BYTES));
		if (!found && head.length < HEAD_BYTES) continue;
		if (!found) break;
		ending = new Ending(found.format);
		ending.push(head);
	}
	if (!found || !ending) throw notAPicture(file, label);
	if (ending.isMissing()) {
		throw new Failure(
			'input',
			`The picture in '${label}' is cut short: its end is missing`,
			'Nothing was paid for this item. Check the node that made the file; the picture was not transferred completely.',
		);
	}
	return found;
}

/** What of a picture on the web could be read from here; undefined when nothing, as Fotor may reach more. */
export async function inspectUrl(api: Api, url: string): Promise<Dimensions | undefined> {
	const reply = await api.transfer({
		method: 'GET',
		url,
		headers: { Range: `bytes=0-${HEAD_BYTES - 1}` },
		encoding: 'stream',
		idleTimeout: IDLE,
	});
	if ('fault' in reply) return undefined;
	const body = reply.body as NodeJS.ReadableStream & { destroy(): void };
	if (reply.status !== 200 && reply.status !== 206) {
		body.destroy();
		return undefined;
	}
	try {
		return await firstDimensions(body);
	} catch {
		throwIfCancelled(api.signal);
		return undefined;
	} finally {
		body.destroy();
	}
}

async function firstDimensions(body: NodeJS.ReadableStream): Promise<Dimensions | undefined> {
	let head: Uint8Array = new Uint8Array();
	for await (const chunk of body as AsyncIterable<Uint8Array>) {
		head = Buffer.concat([head, chunk]);
		const found = readDimensions(head.subarray(0, HEAD_BYTES));
		if (found || head.length >= HEAD_BYTES) return found;
	}
	return undefined;
}

function notAPicture(file: OpenFile, label: string): Failure {
	return new Failure(
		'input',
		`The file in '${label}' is not a picture that can be read (${file.mimeType}, ${file.size} bytes)`,
		'Nothing was paid for this item. Use a PNG, JPEG, WebP, GIF, BMP, AVIF or HEIC file that opens in an image viewer.',
	);
}
