import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { clock } from '../clock';
import { inputFailure, type Failure } from '../failure';
import { clean } from '../values';

/** Every n8n context in which this package calls Fotor. */
export type ApiContext = IExecuteFunctions | IWebhookFunctions | ILoadOptionsFunctions;

/**
 * How long a credential is reused after it is read, ms. Without reuse, n8n would read, decrypt and resolve the
 * credential for every request.
 */
const FRESH = 10_000;

/** The Fotor API credential that a node run uses. */
export interface Credential {
	/** The credential as it was last read. */
	known(): ICredentialDataDecryptedObject;
	/**
	 * The credential, read again if the last read was at least 10 s ago, so a key that is replaced during a wait
	 * takes effect.
	 */
	fresh(): Promise<ICredentialDataDecryptedObject>;
}

/**
 * Reads the credential once for many requests.
 * @throws Failure of kind `input` if this first read fails; if a later read fails, the last known credential stays in
 * use
 */
export async function readCredential(context: ApiContext): Promise<Credential> {
	const read = async () => await context.getCredentials('fotorApi');
	let known: ICredentialDataDecryptedObject;
	try {
		known = await read();
	} catch (thrown) {
		throw unreadable(context, thrown);
	}
	let readAt = clock.now();
	return {
		known: () => known,
		async fresh() {
			if (clock.now() - readAt < FRESH) return known;
			// Set before awaiting, so concurrent requests don't all re-read the credential.
			readAt = clock.now();
			// If n8n's database is unavailable, a wait for a paid task continues with the last known credential.
			known = await read().catch(() => known);
			return known;
		},
	};
}

/** n8n's own messages don't say which credential they mean or where to choose it. */
function unreadable(context: ApiContext, thrown: unknown): Failure {
	if (!context.getNode().credentials?.fotorApi) {
		return inputFailure(
			'This node has no Fotor credential',
			'Choose a Fotor credential at the top of the node.',
		);
	}
	return inputFailure(
		"n8n can't read this node's Fotor credential",
		'Choose a Fotor credential at the top of the node, or open the selected one and save it again.',
		undefined,
		thrown instanceof Error ? clean(thrown.message) : undefined,
	);
}
