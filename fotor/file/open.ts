import type { BinaryHelperFunctions, IBinaryData } from 'n8n-workflow';

import { clock } from '../clock';
import { inputFailure } from '../failure';
import { clean } from '../values';
import type { Chunks } from './bytes';

/** Any n8n context that gives access to binary data, such as that of a running node or a webhook. */
export interface FileContext {
	helpers: BinaryHelperFunctions;
}

/**
 * A file that is ready to be sent. It is held in memory only if n8n keeps the data in the item rather than in a binary
 * store.
 */
export interface OpenFile {
	/** bytes */
	size: number;
	mimeType: string;
	/** Lower-case extension without the dot. */
	suffix: string;
	/** Returns a new stream, or the bytes. Called once for each attempt to send the file. */
	open(): Promise<NodeJS.ReadableStream | Buffer>;
}

/**
 * Opens an item's file in any of n8n's binary data modes.
 * @throws Failure of kind `input` when the file is empty
 */
export async function openFile(
	context: FileContext,
	file: IBinaryData,
	label: string,
): Promise<OpenFile> {
	const { id } = file;
	const inline = id ? undefined : await decode(file.data ?? '');
	const size = inline ? inline.length : await storedSize(context, id ?? '', label);
	if (!size) {
		throw inputFailure(`The file in '${label}' is empty`, 'Check the node that made the file.');
	}
	return {
		size,
		mimeType: mimeTypeOf(file),
		suffix: suffixOf(file),
		open: async () => inline ?? (await context.helpers.getBinaryStream(id ?? '')),
	};
}

/** The content of a file as chunks. */
export async function chunksOf(file: OpenFile): Promise<Chunks> {
	const content = await file.open();
	return Buffer.isBuffer(content) ? [content] : (content as AsyncIterable<Uint8Array>);
}

/** Returns a file as a data URI. The whole file is held in memory, so check its size first. */
export async function dataUriOf({ helpers }: FileContext, file: OpenFile): Promise<string> {
	const content = await file.open();
	const bytes = Buffer.isBuffer(content) ? content : await helpers.binaryToBuffer(content as never);
	return `data:${file.mimeType};base64,${bytes.toString('base64')}`;
}

async function storedSize(context: FileContext, id: string, label: string): Promise<number> {
	try {
		return (await context.helpers.getBinaryMetadata(id)).fileSize;
	} catch (thrown) {
		// n8n's own message only says "File not found", not which file is missing.
		const reason = thrown instanceof Error ? clean(thrown.message) : '';
		throw inputFailure(
			`n8n no longer has the file in '${label}'`,
			'Rerun the node that made the file. n8n deletes files from old executions.',
			'Nothing was charged. Ask the user to send the file again or to provide a public URL for it.',
			reason,
		);
	}
}

/** Number of Base64 characters to decode at once; a multiple of 4. */
const SLICE = 1024 * 1024;

/**
 * Decodes a file whose data is kept in the item. Decodes one slice at a time, because decoding 50 MB at once would
 * block n8n for 0.2 s.
 */
async function decode(base64: string): Promise<Buffer> {
	const bytes = Buffer.allocUnsafe(Buffer.byteLength(base64, 'base64'));
	let length = 0;
	for (let at = 0; at < base64.length; at += SLICE) {
		if (at > 0) await clock.sleep(0);
		// If the Base64 text has line breaks, slices may end within a group of four characters. In that case, decode
		// all of it at once.
		if (length !== (at / 4) * 3) return Buffer.from(base64, 'base64');
		length += bytes.write(base64.slice(at, at + SLICE), length, 'base64');
	}
	return bytes.subarray(0, length);
}

/** The file's extension for the signed upload, in lower case and without the dot (API reference, section 18). */
function suffixOf(file: IBinaryData): string {
	const fromName = /\.([a-z0-9]{1,5})$/i.exec(file.fileName ?? '')?.[1];
	const fromType = /^(?:image|video)\/([a-z0-9]+)/i.exec(mimeTypeOf(file))?.[1];
	const given = /^[a-z0-9]{1,5}$/i.exec(file.fileExtension ?? '')?.[0];
	const suffix = (fromName ?? given ?? fromType ?? 'jpg').toLowerCase();
	return suffix === 'jpeg' ? 'jpg' : suffix;
}

/** The MIME type without parameters such as `name=`. A Code node may omit the type or set it to anything. */
function mimeTypeOf({ mimeType }: IBinaryData): string {
	const [type] = /^[\w.+-]+\/[\w.+-]+(?=\s*(;|$))/.exec(mimeType ?? '') ?? [];
	return type ?? 'application/octet-stream';
}
