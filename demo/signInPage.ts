import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import type { Owner } from '../harness/n8n/rest';

export interface SignInPage {
	url: string;
	close(): Promise<void>;
}

/**
 * A page that signs the browser in to n8n and opens a workflow. n8n has no link that does both, but browsers send a
 * host's cookies to all of its ports. A sign-in without n8n's `browser-id` header creates a session that any browser
 * can use.
 * @param n8nUrl URL of n8n, on the same host as this page
 * @param path n8n page to open
 */
export async function startSignInPage(
	n8nUrl: string,
	{ email, password }: Owner,
	path: string,
): Promise<SignInPage> {
	const server = createServer((_, response) => {
		const body = { emailOrLdapLoginId: email, password };
		axios.post(`${n8nUrl}/rest/login`, body, { proxy: false }).then(
			({ headers }) => {
				const cookies = headers['set-cookie'] ?? [];
				response.writeHead(302, { Location: `${n8nUrl}${path}`, 'Set-Cookie': cookies }).end();
			},
			// If signing in fails, n8n shows its own sign-in page.
			() => response.writeHead(302, { Location: `${n8nUrl}${path}` }).end(),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const close = async () =>
		await new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	return { url: `http://127.0.0.1:${port}`, close };
}
