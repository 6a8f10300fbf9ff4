import { N8nRest, type Owner } from '../../harness/n8n/rest';

/** The n8n instance that `e2e/run.ts` started for all test files. */
export interface SharedN8n {
	url: string;
	/** Path of the tarball from which the package was installed. */
	tarball: string;
	/** The only folder that n8n's file nodes may use. */
	files: string;
	owner: Owner;
}

const VARIABLE = 'E2E_N8N';

/** Environment variables that pass the shared n8n instance to the tests. */
export function describeN8n(n8n: SharedN8n): Record<string, string> {
	return { [VARIABLE]: JSON.stringify(n8n) };
}

export function sharedN8n(): SharedN8n {
	const description = process.env[VARIABLE];
	if (!description)
		throw new Error('These tests need a running n8n instance. Start them with "npm run test:e2e"');
	return JSON.parse(description) as SharedN8n;
}

/** REST client for the shared n8n instance, signed in as the owner. */
export async function signedInRest(): Promise<N8nRest> {
	const { url, owner } = sharedN8n();
	const rest = new N8nRest(url);
	await rest.login(owner);
	return rest;
}
