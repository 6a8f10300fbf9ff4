import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { clock } from '../clock';
import type { ApiContext } from './request';

/** ms. n8n reads, decrypts and resolves a credential for every request that is not handed one. */
const FRESH = 10_000;

/** The credential of a node run. */
export interface Credential {
	/** As it was read last. */
	known(): ICredentialDataDecryptedObject;
	/** Read anew if that was 10 s ago or more, so that a key which is replaced during a wait counts. */
	fresh(): Promise<ICredentialDataDecryptedObject>;
}

/**
 * Reads the credential once for many requests.
 * @throws whatever n8n throws when this first reading fails; later the last known one stays in use
 */
export async function readCredential(context: ApiContext): Promise<Credential> {
	const read = async () => await context.getCredentials('fotorApi');
	let known = await read();
	let readAt = clock.now();
	return {
		known: () => known,
		async fresh() {
			if (clock.now() - readAt < FRESH) return known;
			// Before the wait, so that requests at the same time do not all read.
			readAt = clock.now();
			// A task that is paid is waited for, even while n8n's database is away.
			known = await read().catch(() => known);
			return known;
		},
	};
}
