const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** True for an http(s) URL on this machine. The sandbox calls no other URLs. */
export function isLoopback(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname } = new URL(address);
	return (protocol === 'http:' || protocol === 'https:') && LOOPBACK.has(hostname);
}
