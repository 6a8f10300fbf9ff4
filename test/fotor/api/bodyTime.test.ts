import { bodyTime } from '../../../fotor/api/bodyTime';
import { virtualTime } from '../../support/time';

afterEach(() => jest.restoreAllMocks());

it.each<[string, number, number, number | undefined, number]>([
	['a request without a body gets the reply timeout', 30_000, 0, 600_000, 30_000],
	[
		'a request with a 10 MB file in Base64 gets 1 ms more per 10 bytes',
		30_000,
		13_300_000,
		2_000_000,
		1_360_000,
	],
	[
		'an upload without a deadline gets as long as it needs',
		60_000,
		20_000_000,
		undefined,
		2_060_000,
	],
	['a large file gets at most 60 s after the deadline', 60_000, 20_000_000, 5_000, 65_000],
	['an upload after the deadline gets 60 s', 60_000, 20_000_000, -100_000, 60_000],
	['a short request gets no extra time', 15_000, 0, -100_000, 15_000],
])('%s', (_, reply, bytes, deadline, expected) => {
	virtualTime();
	expect(bodyTime(reply, bytes, deadline)).toBe(expected);
});
