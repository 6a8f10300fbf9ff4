import { request } from 'node:http';

export interface RawCall {
	method?: string;
	headers?: Record<string, string>;
	body?: string | Buffer;
	/** True to drop the connection after the body, although Content-Length promises one more byte. */
	isCutOff?: boolean;
}

/**
 * Sends the body's bytes unchanged, with only the given headers and Content-Length.
 * @returns the HTTP status, or undefined if the connection broke
 */
export async function rawCall(
	url: string,
	{ method = 'POST', headers = {}, body = '', isCutOff = false }: RawCall,
): Promise<number | undefined> {
	const bytes = Buffer.from(body);
	return await new Promise((resolve) => {
		const length = bytes.length + (isCutOff ? 1 : 0);
		const sent = request(url, { method, headers: { 'Content-Length': length, ...headers } });
		sent.on('response', (response) => {
			response.resume().on('close', () => resolve(response.statusCode));
		});
		sent.on('error', () => resolve(undefined));
		sent.write(bytes, () => {
			if (isCutOff) sent.destroy();
		});
		if (!isCutOff) sent.end();
	});
}
