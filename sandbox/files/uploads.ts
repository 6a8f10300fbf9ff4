import { readFile } from 'node:fs/promises';

import type { StoredFile } from './store';

/** Where a file may be put (section 18). */
export interface SignedUpload {
	name: string;
	signature: string;
	/** Public address. */
	url: string;
	/** `type` of the request: what the file is for. */
	type: string;
	/** Lower-case ending without the dot. */
	suffix: string;
}

/** A file that was put there. */
export interface SandboxUpload extends SignedUpload, StoredFile {
	/** The bytes. */
	read(): Promise<Buffer>;
}

export function finishedUpload(signed: SignedUpload, stored: StoredFile): SandboxUpload {
	return { ...signed, ...stored, read: () => readFile(stored.file) };
}
