import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { fileTypeOf, HEAD_LENGTH } from '../../fotor/file/format';
import type { OpenFile } from '../../fotor/file/open';
import { INERT, refuse, type Response } from './send';

/**
 * Streams an image to the page. The content type is determined from the file's bytes, since a declared type could be
 * `text/html`.
 */
export async function sendImage(
	context: IWebhookFunctions,
	file: OpenFile,
): Promise<IWebhookResponseData> {
	const type = fileTypeOf(await headOf(file))?.mimeType;
	if (!type?.startsWith('image/')) return refuse(context, 415, "This file isn't an image");
	const response = context.getResponseObject() as unknown as Response;
	const headers = { ...INERT, 'Content-Type': type, 'Content-Length': String(file.size) };
	const content = await file.open();
	response.writeHead(200, headers);
	if (Buffer.isBuffer(content)) response.end(content);
	else await pipe(content as Stream, response);
	return { noWebhookResponse: true };
}

type Stream = NodeJS.ReadableStream & { destroy(): void };

/** Resolves when everything has been sent or the browser has disconnected. Cuts off the reply if reading fails. */
async function pipe(content: Stream, response: Response): Promise<void> {
	await new Promise<void>((resolve) => {
		response.once('close', () => {
			content.destroy();
			resolve();
		});
		content.once('error', () => response.destroy());
		content.pipe(response as unknown as NodeJS.WritableStream);
	});
}

async function headOf(file: OpenFile): Promise<Uint8Array> {
	const content = await file.open();
	if (Buffer.isBuffer(content)) return content.subarray(0, HEAD_LENGTH);
	let head = Buffer.alloc(0);
	for await (const chunk of content as AsyncIterable<Buffer>) {
		head = Buffer.concat([head, chunk]);
		if (head.length >= HEAD_LENGTH) break;
	}
	return head;
}
