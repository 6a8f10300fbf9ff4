import { allows, parseAddressList } from './addresses';

/** This machine and private networks: RFC 1918, 4193, 3927, 6598, loopback and link-local. */
const LOCAL = parseAddressList(
	'127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16 100.64.0.0/10 0.0.0.0/8 ::1 :: fc00::/7 fe80::/10',
);

/** True if a URL names this machine or a private network, so Fotor can't call it. */
export function isOnlyLocal(url: string): boolean {
	if (!URL.canParse(url)) return false;
	const host = new URL(url).hostname.replace(/^\[|\]$/g, '').toLowerCase();
	return /(^|\.)(localhost|local|internal|lan)$/.test(host) || allows(LOCAL, host);
}
