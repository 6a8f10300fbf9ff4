import { N8nRest, type Owner } from '../../../harness/n8n/rest';

/** The n8n instance in queue mode that `e2e/queue/run.ts` started for all test files. */
export interface SharedQueue {
	mainUrl: string;
	webhookUrl: string;
	owner: Owner;
	database: string;
	/** Folder with the logs of all processes. */
	folder: string;
}

const VARIABLE = 'E2E_QUEUE';

/** Environment variables that pass the shared n8n instance to the tests. */
export function describeQueue(queue: SharedQueue): Record<string, string> {
	return { [VARIABLE]: JSON.stringify(queue) };
}

export function sharedQueue(): SharedQueue {
	const description = process.env[VARIABLE];
	if (!description)
		throw new Error('These tests need n8n in queue mode: start them with "npm run test:queue"');
	return JSON.parse(description) as SharedQueue;
}

/** REST client for the main process, signed in as the owner. */
export async function signedInRest(): Promise<N8nRest> {
	const { mainUrl, owner } = sharedQueue();
	const rest = new N8nRest(mainUrl);
	await rest.login(owner);
	return rest;
}
