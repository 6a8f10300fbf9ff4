/** An IPv4 or IPv6 address as a number. IPv4 inside IPv6 (`::ffff:1.2.3.4`) counts as IPv4. */
export interface Address {
	family: 4 | 6;
	value: bigint;
}

/** Addresses that share their first `prefix` bits. */
export interface Network extends Address {
	prefix: number;
}

export interface AddressList {
	networks: Network[];
	/** Entries that are neither an address nor a network. They don't allow any caller. */
	malformed: string[];
}

/** The addresses that Fotor's calls come from (API reference, section 21); the list may change. */
export const FOTOR_ADDRESSES = '54.212.95.175, 44.236.127.35';

const WIDTH = { 4: 32, 6: 128 } as const;
/** Bits before the IPv4 address in `::ffff:0:0/96`. */
const MAPPED_BITS = 96;
const MAPPED = 0xffffn;

/** Reads addresses and networks in CIDR form, separated by commas, semicolons or whitespace. */
export function parseAddressList(text: string): AddressList {
	const list: AddressList = { networks: [], malformed: [] };
	for (const entry of text.split(/[\s,;]+/).filter(Boolean)) {
		const network = parseNetwork(entry);
		if (network) list.networks.push(network);
		else list.malformed.push(entry);
	}
	return list;
}

/** True if the list allows the client. An address that can't be parsed is never allowed. */
export function allows({ networks }: AddressList, client: unknown): boolean {
	if (typeof client !== 'string') return false;
	// An IPv6 zone names the network interface, not the client.
	const address = parseAddress(client.trim().replace(/%[\w.-]*$/, ''));
	return address !== undefined && networks.some((network) => contains(network, address));
}

function contains(network: Network, address: Address): boolean {
	if (network.family !== address.family) return false;
	const rest = BigInt(WIDTH[network.family] - network.prefix);
	return network.value >> rest === address.value >> rest;
}

function parseNetwork(entry: string): Network | undefined {
	const [, base = '', prefixText] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
	const value = base.includes(':') ? parseIpv6(base) : parseIpv4(base);
	if (value === undefined) return undefined;
	const written = base.includes(':') ? 6 : 4;
	const prefix = prefixText === undefined ? WIDTH[written] : Number(prefixText);
	if (prefix > WIDTH[written]) return undefined;
	if (written === 6 && prefix >= MAPPED_BITS && value >> 32n === MAPPED) {
		return { family: 4, value: BigInt.asUintN(32, value), prefix: prefix - MAPPED_BITS };
	}
	return { family: written, value, prefix };
}

/** Parses one address; undefined if the text isn't an address. */
export function parseAddress(text: string): Address | undefined {
	const network = text.includes('/') ? undefined : parseNetwork(text);
	return network && { family: network.family, value: network.value };
}

/** Accepts four decimal numbers without leading zeros, because some systems read "010" as octal. */
function parseIpv4(text: string): bigint | undefined {
	const parts = text.split('.');
	const valid = parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
	if (parts.length !== 4 || !valid) return undefined;
	return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

/**
 * Accepts eight groups (RFC 4291, 2.2). One run of zero groups may be shortened to `::`, and the last two groups may be
 * written as an IPv4 address.
 */
function parseIpv6(text: string): bigint | undefined {
	const halves = text.split('::');
	if (halves.length > 2) return undefined;
	const [head, tail] = [
		groups(halves[0] ?? '', halves.length === 1),
		groups(halves[1] ?? '', true),
	];
	if (!head || !tail) return undefined;
	const missing = 8 - head.length - tail.length;
	if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
	const zeros = Array.from({ length: missing }, () => 0n);
	return [...head, ...zeros, ...tail].reduce((value, group) => (value << 16n) | group, 0n);
}

/** The groups on one side of `::`; undefined if any of them is invalid. */
function groups(text: string, mayEndInIpv4: boolean): bigint[] | undefined {
	if (text === '') return [];
	const parts = text.split(':');
	const read: bigint[] = [];
	for (const [index, part] of parts.entries()) {
		if (/^[0-9a-f]{1,4}$/i.test(part)) {
			read.push(BigInt(`0x${part}`));
			continue;
		}
		const ipv4 = mayEndInIpv4 && index === parts.length - 1 ? parseIpv4(part) : undefined;
		if (ipv4 === undefined) return undefined;
		read.push(ipv4 >> 16n, BigInt.asUintN(16, ipv4));
	}
	return read;
}
