import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox';
import { PACKAGE_NAME } from './package';
import { REPOSITORY } from './paths';
import type { Credential, WorkflowDefinition } from './rest';

const FOLDER = join(REPOSITORY, 'examples');

/** URL of this repository's sandbox/assets folder, from which the example workflows get their sample images. */
const SAMPLES =
	'https://raw.githubusercontent.com/n8n-nodes-fotor/n8n-nodes-fotor/main/sandbox/assets/';

/** The credential that the example workflows use. */
export const EXAMPLE_CREDENTIAL = { id: 'fotorSandbox00001', name: 'Fotor sandbox' };

export type ExampleWorkflow = WorkflowDefinition & { id: string };

/** The file names of all example workflows. */
export function exampleFiles(): string[] {
	return readdirSync(FOLDER)
		.filter((name) => name.endsWith('.json'))
		.sort();
}

/** Reads an example workflow and points its sample images at the running sandbox. */
export function readExample(file: string, { url }: Pick<Sandbox, 'url'>): ExampleWorkflow {
	const text = readFileSync(join(FOLDER, file), 'utf8').replaceAll(SAMPLES, `${url}/samples/`);
	return JSON.parse(text) as ExampleWorkflow;
}

/** The n8n credential for a sandbox. */
export function sandboxCredential({ url, apiKey }: Pick<Sandbox, 'url' | 'apiKey'>): Credential {
	return { name: EXAMPLE_CREDENTIAL.name, type: 'fotorApi', data: { apiKey, baseUrl: url } };
}

/** Returns the workflow with one credential set on all its Fotor nodes. */
export function withCredential<T extends WorkflowDefinition>(
	workflow: T,
	{ id, name }: { id: string; name: string },
): T {
	return {
		...workflow,
		nodes: workflow.nodes.map((node) =>
			node.type.startsWith(`${PACKAGE_NAME}.`)
				? { ...node, credentials: { fotorApi: { id, name } } }
				: node,
		),
	};
}
