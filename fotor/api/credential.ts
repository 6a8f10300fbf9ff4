import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { clock } from '../clock';

/** Every place in n8n from which this package calls Fotor. */
export type ApiContext = IExecuteFunctions | IWebhookFunctions | ILoadOptionsFunctions;

/** ms. n8n reads, decrypts and resolves a credential for every request that is not handed one. */
const FRESH = 10_000;

/** The credential of a node run. */
export interface Credential {
	/** As it was read last. */
	known(): ICredentialDataDecryptedObject;
	/** Re-read after 10 s, so a key that is replaced during a wait counts. */
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
			// Set before awaiting, so concurrent requests don't all re-read.
			readAt = clock.now();
			// A paid task is waited for even while n8n's database is away.
			known = await read().catch(() => known);
			return known;
		},
	};
}
