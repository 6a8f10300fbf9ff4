import { randomUUID } from 'node:crypto';
import axios from 'axios';
import type { INodeParameters } from 'n8n-workflow';

import { sandboxCredential } from '../../harness/n8n/examples';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import { nodeOutput, type N8nRest } from '../../harness/n8n/rest';
import { executionsOf } from '../../harness/n8n/webhooks';
import { chain, type ChainNode } from '../../harness/n8n/workflows';
import { samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { sharedN8n, signedInRest } from '../support/context';

const TOOL = 'Remove Background';

interface Start {
	node: ChainNode;
	/** Where the caller sends the file. */
	path: string;
	/** Field of the item that gets the file. */
	field: string;
}

/** Ways in which a file starts a workflow. n8n renames such a file when the execution ends. */
const STARTS: Record<string, () => Start> = {
	Webhook() {
		const path = randomUUID();
		const parameters = { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} };
		return {
			node: { ...started('Webhook', 'webhook', 2, parameters), webhookId: path },
			path: `webhook/${path}`,
			field: 'photo',
		};
	},
	'Form Trigger'() {
		const path = randomUUID();
		const file = { fieldLabel: 'photo', fieldType: 'file', multipleFiles: false };
		const parameters = { formTitle: 'Photo', formFields: { values: [file] }, options: { path } };
		return {
			node: { ...started('Form', 'formTrigger', 2.2, parameters), webhookId: path },
			path: `form/${path}`,
			field: 'photo',
		};
	},
};

function started(name: string, type: string, typeVersion: number, parameters: object): ChainNode {
	const all = parameters as INodeParameters;
	return { name, type: `n8n-nodes-base.${type}`, typeVersion, parameters: all };
}

describe.each(Object.keys(STARTS))('a file that came through the %s', (name) => {
	let sandbox: Sandbox;
	let rest: N8nRest;

	beforeAll(async () => {
		sandbox = await startSandbox({ taskDurationMs: 50 });
		rest = await signedInRest();
	});
	afterAll(async () => await sandbox.close());

	it.each(['at once', 'after another node'])(
		'used %s, is paid once over a Retry',
		async (place) => {
			sandbox.reset();
			const start = STARTS[name]?.();
			if (!start) throw new Error(`no start "${name}"`);
			const { id, name: label } = await rest.createCredential(sandboxCredential(sandbox));
			const tool: ChainNode = {
				name: TOOL,
				type: `${PACKAGE_NAME}.fotorBackgroundRemover`,
				typeVersion: 1,
				parameters: { imageBinaryProperty: start.field },
				credentials: { fotorApi: { id, name: label } },
			};
			const between = started('Pass', 'noOp', 1, {});
			const nodes = place === 'at once' ? [start.node, tool] : [start.node, between, tool];
			const workflow = await rest.createWorkflow(chain(...nodes));
			await rest.activateWorkflow(workflow.id);
			sandbox.fail({ on: 'poll', status: 403 });
			await send(`${sharedN8n().url}/${start.path}`, name === 'Form Trigger' ? 'field-0' : 'photo');

			const [failed] = await executionsOf(rest, workflow.id, 1);
			expect(failed?.status).toBe('error');
			expect(sandbox.submissions).toHaveLength(1);
			const retried = await rest.waitForExecution(
				await rest.retryExecution(failed?.id ?? '', 'original'),
			);
			expect(retried.status).toBe('success');
			const { taskId } = sandbox.submissions[0] ?? {};
			expect(nodeOutput(retried.data, TOOL)[0]?.json).toMatchObject({
				taskId,
				status: 'completed',
			});
			expect(sandbox.submissions).toHaveLength(1);
			await rest.deactivateWorkflow(workflow.id);
		},
	);
});

/** Sends the file as a browser does; n8n registers the URL shortly after the activation. */
async function send(url: string, field: string): Promise<void> {
	const { data, fileName, mimeType } = samplePhoto();
	for (let attempt = 0; ; attempt++) {
		const form = new FormData();
		form.append(field, new Blob([new Uint8Array(data)], { type: mimeType }), fileName);
		const { status } = await axios.post(url, form, { validateStatus: null, proxy: false });
		if (status < 300) return;
		if (status !== 404 || attempt > 50) throw new Error(`${url} answered ${status}`);
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
}
