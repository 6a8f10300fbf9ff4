import { checkBaseUrl } from '../../../fotor/api/baseUrl';

describe("the credential's 'Base URL'", () => {
	it.each([
		['https://api-b.fotor.com', 'https://api-b.fotor.com'],
		['https://api-b.fotor.com/', 'https://api-b.fotor.com'],
		['  https://api-b.fotor.com//  ', 'https://api-b.fotor.com'],
		['https://proxy.example.com/fotor/', 'https://proxy.example.com/fotor'],
		['http://127.0.0.1:7717', 'http://127.0.0.1:7717'],
		['http://localhost:7717/', 'http://localhost:7717'],
		['http://[::1]:7717', 'http://[::1]:7717'],
	])('is normalized from %s to %s', (given, used) => {
		expect(checkBaseUrl(given)).toBe(used);
	});

	it.each([
		['', /is empty/],
		[undefined, /is empty/],
		[null, /is empty/],
		[7, /is empty/],
		['api-b.fotor.com', /is not a URL/],
		['http://api-b.fotor.com', /must start with https/],
		['http://127.0.0.1.example.com', /must start with https/],
		['http://localhost.example.com', /must start with https/],
		['ftp://api-b.fotor.com', /must start with https/],
		['https://user:key@api-b.fotor.com', /must not have a username, query, or fragment/],
		['https://api-b.fotor.com/?key=1', /must not have a username, query, or fragment/],
		['https://api-b.fotor.com/#top', /must not have a username, query, or fragment/],
	])('is rejected if it is %p', (given, text) => {
		expect(() => checkBaseUrl(given)).toThrow(text);
	});
});
