import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox, type Sandbox } from '../../sandbox';
import { signedInRest } from '../support/context';
import { N8N_LINE } from '../../harness/n8n/paths';
import { freePort } from '../../harness/n8n/ports';
import type { CredentialTestResult, N8nRest } from '../../harness/n8n/rest';

/**
 * The expected refusal in n8n 2.x or 1.x. n8n 1.x replaces our messages about HTTP statuses and network failures
 * with its own.
 */
const refusal = (of2: string, of1: string) => ({
	status: 'Error',
	message: expect.stringContaining(N8N_LINE === 2 ? of2 : of1) as string,
});

describe('The credential test in n8n', () => {
	let rest: N8nRest;
	let sandbox: Sandbox;
	let website: Server;

	beforeAll(async () => {
		rest = await signedInRest();
		sandbox = await startSandbox();
		website = createServer((_request, response) => {
			response.setHeader('content-type', 'text/html');
			response.end('<!doctype html><title>Some website</title>');
		}).listen(0, '127.0.0.1');
		await once(website, 'listening');
	});

	afterAll(async () => {
		website.close();
		await sandbox.close();
	});

	const test = async (data: { apiKey: string; baseUrl: string }): Promise<CredentialTestResult> =>
		await rest.testCredential({ name: 'Fotor account', type: 'fotorApi', data });

	it.each(['', '/'])('passes with the right key and "%s" after the base URL', async (ending) => {
		expect(
			await test({ apiKey: sandbox.apiKey, baseUrl: `${sandbox.url}${ending}` }),
		).toMatchObject({ status: 'OK' });
	});

	it('passes with a key copied with surrounding whitespace', async () => {
		const apiKey = `  ${sandbox.apiKey}\n`;
		expect(await test({ apiKey, baseUrl: sandbox.url })).toMatchObject({ status: 'OK' });
	});

	it('costs no tokens', async () => {
		const before = sandbox.credits.remaining;
		await test({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
		expect(sandbox.credits.remaining).toBe(before);
		expect(sandbox.submissions).toEqual([]);
	});

	it("names the 'API Key' field if the key is wrong, without showing the key", async () => {
		const result = await test({ apiKey: 'not-the-key', baseUrl: sandbox.url });
		const text = 'Authorization failed - please check your credentials';
		expect(result).toMatchObject(refusal("'API Key'", text));
		expect(result.message).not.toContain('not-the-key');
	});

	it('reports a refused connection if nothing is listening at the base URL', async () => {
		const baseUrl = `http://127.0.0.1:${await freePort()}`;
		const text = 'The service refused the connection - perhaps it is offline';
		const result = await test({ apiKey: sandbox.apiKey, baseUrl });
		expect(result).toMatchObject(refusal('ECONNREFUSED', text));
	});

	it.each(['api-b.fotor.com', 'https//api-b.fotor.com', ''])(
		'says that the base URL "%s" is not a URL',
		async (baseUrl) => {
			const result = await test({ apiKey: sandbox.apiKey, baseUrl });
			expect(result).toMatchObject(refusal("'Base URL' is not a URL", "'Base URL' is not a URL"));
		},
	);

	it("names the 'Base URL' field if the URL has a path that the API does not recognize", async () => {
		const text = 'The resource you are requesting could not be found';
		const result = await test({ apiKey: sandbox.apiKey, baseUrl: `${sandbox.url}/openapi` });
		expect(result).toMatchObject(refusal("'Base URL'", text));
	});

	it("names the 'Base URL' field if the URL always returns a web page", async () => {
		const { port } = website.address() as AddressInfo;
		expect(
			await test({ apiKey: sandbox.apiKey, baseUrl: `http://127.0.0.1:${port}` }),
		).toMatchObject({
			status: 'Error',
			message: expect.stringContaining("'Base URL'") as string,
		});
	});
});
