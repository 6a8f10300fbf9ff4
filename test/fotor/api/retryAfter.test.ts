import { parseRetryAfter } from '../../../fotor/api/retryAfter';

const NOW = Date.UTC(2026, 5, 1, 12, 0, 0);
const date = (ms: number) => new Date(NOW + ms).toUTCString();

describe('Retry-After', () => {
	it.each<[string, unknown, number | undefined]>([
		['seconds', '7', 7_000],
		['seconds as a number', 7, 7_000],
		['zero', '0', 0],
		['fractions of a second', '1.5', 1_500],
		['the first of several values', ['3', '9'], 3_000],
		['surrounding spaces', ' 4 ', 4_000],
		['a date', date(90_000), 90_000],
		['a date in the past', date(-90_000), 0],
		['a negative number', '-5', undefined],
		['a word', 'soon', undefined],
		['an empty header', '', undefined],
		['an empty list', [], undefined],
		['no header', undefined, undefined],
		['null', null, undefined],
	])('is read as a wait time or as none: %s', (_name, header, ms) => {
		expect(parseRetryAfter(header, NOW)).toBe(ms);
	});
});
