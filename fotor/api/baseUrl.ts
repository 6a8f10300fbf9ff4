import { inputFailure } from '../failure';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/**
 * Checks the credential's 'Base URL' and returns it without a trailing slash. Allows only https, or http on this
 * machine (the sandbox), so the key never crosses a network unencrypted.
 * @throws Failure of kind `input`
 */
export function checkBaseUrl(value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : '';
	const advice =
		"Open the Fotor API credential and set 'Base URL' to https://api-b.fotor.com, or to the URL of a sandbox on this machine, such as http://127.0.0.1:7717.";
	if (!text) throw inputFailure("'Base URL' in the Fotor API credential is empty", advice);
	if (!URL.canParse(text)) {
		throw inputFailure(`'Base URL' in the Fotor API credential is not a URL: ${text}`, advice);
	}
	const url = new URL(text);
	const allowed =
		url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
	if (!allowed) {
		throw inputFailure(
			"'Base URL' in the Fotor API credential must start with https:// (http:// works only for this machine)",
			advice,
		);
	}
	if (url.username || url.password || url.search || url.hash) {
		throw inputFailure(
			"'Base URL' in the Fotor API credential must not have a username, query, or fragment",
			advice,
		);
	}
	return (url.origin + url.pathname).replace(/\/+$/, '');
}
