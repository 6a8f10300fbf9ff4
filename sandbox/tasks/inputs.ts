import { readFile } from 'node:fs/promises';

import axios from 'axios';

import type { StoredFile } from '../files/store';
import { isLoopback } from './loopback';
import { PictureError } from '../pictures/pixels';
import { samplePhoto } from '../samples';

/** Maximum size of a fetched input in bytes. This is the sandbox's own limit. */
const MOST_BYTES = 64 * 1024 * 1024;
const FETCH_TIMEOUT_MS = 10_000;

export interface InputSource {
	/**
	 * Finds a file that the sandbox itself serves. The file is read from disk, so no fault applies and no request is
	 * recorded.
	 */
	own(address: string): StoredFile | undefined;
	/** What to do with URLs on other machines. */
	foreign: 'fail' | 'sample';
	signal: AbortSignal;
}

/**
 * The bytes of the image in a field. The value may be a data URI, a sandbox URL or another URL on this machine.
 */
export async function readInput(value: string, source: InputSource): Promise<Buffer> {
	if (value.startsWith('data:')) return fromDataUri(value);
	const own = source.own(value);
	if (own) return await readFile(own.file);
	if (isLoopback(value)) return await download(value, source.signal);
	if (source.foreign === 'sample' && URL.canParse(value)) return samplePhoto().data;
	throw new PictureError(`image download failed: ${shorten(value)}`);
}

/** `upload base64 image failed` is a documented message (section 3), but only for listing sets. */
function fromDataUri(value: string): Buffer {
	const base64 = /^data:image\/[\w.+-]+;base64,([A-Za-z0-9+/]+={0,2})$/.exec(value)?.[1];
	if (base64 === undefined) throw new PictureError('upload base64 image failed');
	return Buffer.from(base64, 'base64');
}

async function download(address: string, signal: AbortSignal): Promise<Buffer> {
	try {
		const { data } = await axios.get<Buffer>(address, {
			responseType: 'arraybuffer',
			proxy: false,
			timeout: FETCH_TIMEOUT_MS,
			maxContentLength: MOST_BYTES,
			signal,
			beforeRedirect: ({ href }: Record<string, unknown>) => {
				if (typeof href !== 'string' || !isLoopback(href)) throw new Error('not on this machine');
			},
		});
		return data;
	} catch {
		throw new PictureError(`image download failed: ${shorten(address)}`);
	}
}

const shorten = (value: string): string => (value.length > 120 ? `${value.slice(0, 120)}…` : value);
