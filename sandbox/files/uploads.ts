import { readFile } from 'node:fs/promises';

import type { StoredFile } from './store';

/** A signed upload URL (section 18). */
export interface SignedUpload {
	name: string;
	signature: string;
	/** Public URL. */
	url: string;
	/** `type` of the request: the file's purpose. */
	type: string;
	/** Lowercase file extension without the dot. */
	suffix: string;
}

/** An uploaded file. */
export interface SandboxUpload extends SignedUpload, StoredFile {
	/** The bytes. */
	read(): Promise<Buffer>;
}

export function finishedUpload(signed: SignedUpload, stored: StoredFile): SandboxUpload {
	return { ...signed, ...stored, read: () => readFile(stored.file) };
}
