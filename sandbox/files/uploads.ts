import { readFile } from 'node:fs/promises';

import type { StoredFile } from './store';

/** A signed upload URL (section 18). */
export interface SignedUpload {
	name: string;
	signature: string;
	/** Public URL. */
	url: string;
	/** The request's `type` parameter: the purpose of the file. */
	type: string;
	/** Lowercase file extension without the dot. */
	suffix: string;
}

/** An uploaded file. */
export interface SandboxUpload extends SignedUpload, StoredFile {
	/** Reads the file's bytes from disk. */
	read(): Promise<Buffer>;
}

export function finishedUpload(signed: SignedUpload, stored: StoredFile): SandboxUpload {
	return { ...signed, ...stored, read: () => readFile(stored.file) };
}
