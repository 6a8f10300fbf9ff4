import { join } from 'node:path';
import { ensureN8n } from '../harness/n8n/install';
import {
	exampleFiles,
	readExample,
	sandboxCredential,
	withCredential,
} from '../harness/n8n/examples';
import { installPackage, packPackage, PACKAGE_NAME } from '../harness/n8n/package';
import { REPOSITORY } from '../harness/n8n/paths';
import { isPortFree } from '../harness/n8n/ports';
import type { N8nRest, Owner, WorkflowDefinition } from '../harness/n8n/rest';
import { startN8n, type N8nServer } from '../harness/n8n/server';
import { startSandbox, type Sandbox } from '../sandbox';
import { buildIfNeeded } from './build';
import { startSignInPage } from './signInPage';
import { TOUR, tour } from './tour';

export interface ServerOptions {
	port: number;
	sandboxPort: number;
}

/** n8n's data folder. The demo keeps it, so the account and the executions are still there on the next start. */
const USER_FOLDER = join(REPOSITORY, '.cache', 'demo');

/** The demo publishes this example, and the sandbox reports finished tasks to its trigger. */
const TRIGGER_EXAMPLE = 'collect-with-the-trigger.json';

const OWNER: Owner = {
	email: 'demo@example.com',
	password: 'Fotor-demo-1',
	firstName: 'Demo',
	lastName: 'User',
};

const KEPT_REQUESTS = 1000;

/** Starts n8n with the package and a sandbox, prints the URLs to open, and runs until stopped. */
export async function runServer({ port, sandboxPort }: ServerOptions): Promise<void> {
	await requireFreePort(port, 'n8n', '--port');
	await requireFreePort(sandboxPort, 'the Fotor sandbox', '--sandbox-port');

	const running: Array<() => Promise<void>> = [];
	const stopAll = async () => {
		for (const stop of running.splice(0).reverse()) await stop();
	};
	const interrupted = endOnSignal();
	try {
		await Promise.race([interrupted, serve({ port, sandboxPort }, running)]);
	} finally {
		await stopAll();
	}
}

async function serve(
	{ port, sandboxPort }: ServerOptions,
	running: Array<() => Promise<void>>,
): Promise<void> {
	await buildIfNeeded(say);
	const { version } = await ensureN8n({ onProgress: say });
	await installPackage(await packPackage(USER_FOLDER), USER_FOLDER);

	const webhook = { url: triggerUrl(port) };
	const sandbox = await startSandbox({ port: sandboxPort, keepRequests: KEPT_REQUESTS, webhook });
	running.push(() => sandbox.close());

	say(`Starting n8n ${version}`);
	const n8n = await startN8n({ userFolder: USER_FOLDER, port });
	running.push(() => n8n.stop());

	await signIn(n8n.rest);
	const workflows = await saveExamples(n8n.rest, sandbox);
	const main = workflows.find(({ name }) => name === TOUR);
	const page = await startSignInPage(n8n.url, OWNER, `/workflow/${main?.id}`);
	running.push(() => page.close());
	say(whereToLook(page.url, n8n, sandbox, workflows));
	await n8n.ended;
	throw new Error(`n8n stopped unexpectedly. The end of its log:\n${n8n.log().slice(-4000)}`);
}

/** Signs in as the demo's owner. The first start creates the account. */
async function signIn(rest: N8nRest): Promise<void> {
	if (await rest.needsOwner()) return await rest.setUpOwner(OWNER);
	try {
		await rest.login(OWNER);
	} catch (error) {
		throw new Error(
			`The demo's account can't sign in anymore (${(error as Error).message}). ` +
				`Delete ${USER_FOLDER} to start over.`,
		);
	}
}

interface DemoWorkflow {
	id: string;
	name: string;
}

/** Creates or updates the credential and the example workflows. */
async function saveExamples(rest: N8nRest, sandbox: Sandbox): Promise<DemoWorkflow[]> {
	const credential = await saveCredential(rest, sandbox);
	const saved = new Map((await rest.listWorkflows()).map(({ id, name }) => [name, id]));
	const workflows: DemoWorkflow[] = [];
	const save = async (workflow: WorkflowDefinition) => {
		const whole = withCredential(workflow, credential);
		const id = await saveWorkflow(rest, saved.get(whole.name), whole);
		workflows.push({ id, name: whole.name });
		return id;
	};
	await save(tour(sandbox));
	for (const file of exampleFiles()) {
		const example = readExample(file, sandbox);
		if (needsOtherAccounts(example)) continue;
		const id = await save(example);
		if (file === TRIGGER_EXAMPLE) await rest.activateWorkflow(id);
	}
	return workflows;
}

/** Matches the types of nodes whose services may not be available on this machine. */
const SERVICES = /postgres|rabbitmq|mqtt|emailSend|s3|telegram|slack|langchain/i;

/** True for an example that needs an account with another service. */
function needsOtherAccounts({ nodes }: WorkflowDefinition): boolean {
	return nodes.some(({ type }) => SERVICES.test(type));
}

/** Production URL of the trigger in `TRIGGER_EXAMPLE`. */
function triggerUrl(port: number): string {
	const { nodes } = readExample(TRIGGER_EXAMPLE, { url: '' });
	const trigger = nodes.find(({ type }) => type === `${PACKAGE_NAME}.fotorTrigger`);
	return `http://127.0.0.1:${port}/webhook/${trigger?.webhookId}/webhook`;
}

async function saveCredential(
	rest: N8nRest,
	sandbox: Sandbox,
): Promise<{ id: string; name: string }> {
	const credential = sandboxCredential(sandbox);
	const saved = (await rest.listCredentials()).find(({ name }) => name === credential.name);
	if (!saved) return await rest.createCredential(credential);
	await rest.updateCredential(saved.id, credential);
	return saved;
}

async function saveWorkflow(
	rest: N8nRest,
	savedId: string | undefined,
	workflow: WorkflowDefinition,
): Promise<string> {
	if (savedId === undefined) return (await rest.createWorkflow(workflow)).id;
	const { name, nodes, connections, settings } = workflow;
	await rest.updateWorkflow(savedId, { name, nodes, connections, settings });
	return savedId;
}

function whereToLook(
	page: string,
	{ url }: N8nServer,
	sandbox: Sandbox,
	workflows: DemoWorkflow[],
): string {
	const others = workflows.filter(({ name }) => name !== TOUR);
	return [
		'',
		`Open        ${page} (signs you in and opens the workflow)`,
		'Then        press "Execute workflow" and open "Before and After".',
		`If asked    ${OWNER.email}   ${OWNER.password}`,
		'',
		`Fotor       ${sandbox.url} (the local sandbox: latest results and API paths)`,
		...others.map(({ id, name }) => `More        ${url}/workflow/${id}  ${name}`),
		'',
		'Press Ctrl-C to stop n8n and the sandbox.',
	].join('\n');
}

/** @throws Error if the port is in use */
async function requireFreePort(port: number, what: string, option: string): Promise<void> {
	if (await isPortFree(port)) return;
	throw new Error(
		`Port ${port}, needed for ${what}, is in use. ` +
			`Free the port, or choose another: npm run demo -- ${option} ${port + 1}`,
	);
}

/** Resolves on the first stop signal. A second signal ends the process immediately. */
async function endOnSignal(): Promise<void> {
	await new Promise<void>((resolve) => {
		let asked = false;
		const end = () => {
			if (asked) process.exit(1);
			asked = true;
			say('\nStopping');
			resolve();
		};
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
	});
}

function say(text: string): void {
	console.log(text);
}
