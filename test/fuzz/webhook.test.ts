import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';

import { allows, parseAddress, parseAddressList } from '../../fotor/webhook/addresses';
import { readClaim, webFiles } from '../../fotor/webhook/body';
import { filteredOut, parseTypes } from '../../fotor/webhook/events';
import { isOnlyLocal } from '../../fotor/webhook/reachable';
import { forAny } from './fuzz';

const url = fc.oneof(
	fc.webUrl(),
	fc.constantFrom('javascript:alert(1)', 'file:///etc/passwd', 's3://bucket/a.png', '//a.com/b'),
	fc.string(),
);
const call = fc.record(
	{
		taskId: fc.oneof(fc.constantFrom('0123456789abcdef0123456789abcdef', '../a', ''), fc.string()),
		status: fc.oneof(fc.integer({ min: -1, max: 6 }), fc.constantFrom('1', '01', '1e3')),
		type: fc.oneof(fc.string(), fc.jsonValue()),
		resultUrl: fc.oneof(url, fc.jsonValue()),
		avatarResult: fc.oneof(
			fc.array(
				fc.record({
					templateId: fc.string(),
					images: fc.oneof(fc.array(fc.record({ url })), fc.jsonValue()),
				}),
			),
			fc.jsonValue(),
		),
	},
	{ requiredKeys: [] },
);
const body = fc.oneof(
	call,
	call.map((value) => JSON.stringify(value)),
	fc.jsonValue(),
	fc.string(),
);

test('any webhook body is either read as a report or rejected with a reason', async () => {
	await forAny(body, (given) => {
		const claim = readClaim(given);
		if ('unusable' in claim) {
			expect(claim.unusable).toMatch(/\S/);
			return;
		}
		expect(claim.taskId).toMatch(/^[\w-]{1,128}$/);
		for (const file of webFiles(claim)) {
			expect(['http:', 'https:']).toContain(new URL(file.url).protocol);
		}
	});
});

test('no list of task types lets an unselected event pass', async () => {
	await forAny(fc.tuple(fc.string(), call), ([types, given]) => {
		const claim = readClaim(given);
		if ('unusable' in claim) return;
		const filter = { events: ['completed'], types: parseTypes(types) };
		const passes = filteredOut(filter, claim) === undefined;
		expect(passes && claim.status !== 'completed').toBe(false);
	});
});

test('the check for local URLs returns true or false for any text', async () => {
	await forAny(url, (given) => {
		expect(typeof isOnlyLocal(given)).toBe('boolean');
	});
});

/** Valid IP addresses and near misses. */
const nearAddress = fc.oneof(
	fc.ipV4(),
	fc.ipV6(),
	fc.string({ unit: fc.constantFrom(...'0123456789abcdefF:.g'), maxLength: 41 }),
	fc
		.tuple(fc.ipV6(), fc.nat(40), fc.constantFrom(':', '::', '.', '0', 'f', ''))
		.map(([text, at, more]) => text.slice(0, at) + more + text.slice(at + 1)),
);

test('an IP address is valid if and only if Node.js accepts it', async () => {
	await forAny(nearAddress, (text) => {
		expect(parseAddress(text)?.family ?? 0).toBe(isMapped(text) ? 4 : isIP(text));
	});
});

/** True for an IPv4-mapped IPv6 address, which counts as IPv4 here. */
function isMapped(text: string): boolean {
	if (isIP(text) !== 6) return false;
	return /^\[::ffff:[0-9a-f]{1,4}:[0-9a-f]{1,4}\]$/.test(new URL(`http://[${text}]`).hostname);
}

test('a network contains the same IP addresses as in Node.js', async () => {
	const family = fc.constantFrom(4, 6);
	const pairs = family.chain((which) => {
		const address = which === 4 ? fc.ipV4() : fc.ipV6().filter((text) => !isMapped(text));
		const near = fc.tuple(address, address, fc.nat(which === 4 ? 32 : 128), fc.boolean());
		return near.map(([base, other, prefix, isSame]) => ({
			which,
			base,
			client: isSame ? base : other,
			prefix,
		}));
	});
	await forAny(pairs, ({ which, base, client, prefix }) => {
		const version = which === 4 ? 'ipv4' : 'ipv6';
		const block = new BlockList();
		block.addSubnet(base, prefix, version);
		const list = parseAddressList(`${base}/${prefix}`);
		expect(list.malformed).toEqual([]);
		expect(allows(list, client)).toBe(block.check(client, version));
	});
});

test('any text can be read as an IP allowlist, and its invalid entries allow no one', async () => {
	await forAny(fc.tuple(fc.string(), fc.ipV4()), ([text, client]) => {
		const list = parseAddressList(text);
		expect(list.networks.length === 0 && allows(list, client)).toBe(false);
	});
});
