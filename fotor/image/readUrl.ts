import { throwIfCancelled, type Api } from '../api/request';
import { clock, within } from '../clock';
import { inputFailure, unpaid, type Failure } from '../failure';

/** Time limit from the request to the last byte, ms. */
const URL_TIME = 60_000;

/**
 * Reads a file from the web, without holding it in memory.
 * @param label the URL's label in the form, for messages
 * @throws Failure of kind `input` if the file can't be read, even after some chunks have arrived; also throws when the
 * execution is canceled
 */
export async function readUrl(
	api: Api,
	url: string,
	label: string,
): Promise<AsyncGenerator<Uint8Array>> {
	const deadline = clock.now() + URL_TIME;
	const reply = await api.transfer({
		method: 'GET',
		url,
		encoding: 'stream',
		idleTimeout: URL_TIME,
	});
	if ('fault' in reply) throw unreadable(label, reply.text);
	const body = reply.body as NodeJS.ReadableStream & { destroy(): void };
	if (reply.status === 200) return chunks(api, body, deadline, label);
	body.destroy();
	throw unreadable(label, `HTTP ${reply.status}`);
}

async function* chunks(
	{ signal }: Api,
	body: NodeJS.ReadableStream & { destroy(): void },
	deadline: number,
	label: string,
): AsyncGenerator<Uint8Array> {
	const iterator = (body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
	try {
		for (;;) {
			const next = iterator.next().catch(() => 'broken' as const);
			const chunk = await within(deadline - clock.now(), next, signal);
			throwIfCancelled(signal);
			if (chunk === undefined) throw unreadable(label, 'it took longer than a minute');
			if (chunk === 'broken') throw unreadable(label, 'the connection was lost');
			if (chunk.done) return;
			yield chunk.value;
		}
	} finally {
		body.destroy();
	}
}

function unreadable(label: string, why: string): Failure {
	return inputFailure(
		`n8n can't read the image in '${label}'`,
		unpaid(
			"The mask is made from the image's transparency. Download the image with the HTTP Request node first, and set 'Image Source' to 'Binary File'.",
		),
		undefined,
		why,
	);
}
