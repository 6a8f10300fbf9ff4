import { samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { openEditor, type Editor } from '../support/chromium';
import { sharedN8n, signedInRest } from '../support/context';
import { WorkflowEditor } from '../support/editor';
import { readExample, sandboxCredential, withCredential } from '../../harness/n8n/examples';
import { NODES } from '../support/nodes';
import { paintWorkflow } from '../support/paintWorkflow';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import type { N8nRest, NodeTypeSummary } from '../../harness/n8n/rest';
import { saveForm, saveNodePanel, saveScreenshot } from '../support/screenshots';
import { callWebhook, TRIGGER, triggerWorkflow } from '../../harness/n8n/webhooks';

/** Tall enough for a screenshot of the longest form. */
const TALL = { width: 1400, height: 1800 };
const NORMAL = { width: 1400, height: 900 };

/** n8n lists a node under its app's name, without "Trigger". */
const listedName = ({ displayName }: NodeTypeSummary) => displayName.replace(/ Trigger$/, '');

/** Fields without a visible name: notices, text that n8n's server fills in, and hidden fields. */
const UNNAMED = ['notice', 'resourceMapper', 'hidden'];

/** Names of the fields that a form always shows. */
function unconditionalFields({ properties }: NodeTypeSummary): string[] {
	return properties
		.filter(({ displayOptions, type }) => !displayOptions && !UNNAMED.includes(type))
		.map(({ displayName }) => displayName);
}

/** A node's first action, as worded in the node panel. */
function firstAction({ name, properties }: NodeTypeSummary): string {
	if (name.endsWith('Trigger')) return 'On task completed';
	for (const { options = [] } of properties) {
		for (const option of options) {
			if ('action' in option && option.action) return option.action;
		}
	}
	throw new Error(`${name} has no action in the node panel`);
}

describe('The n8n editor', () => {
	let rest: N8nRest;
	let types: Map<string, NodeTypeSummary>;
	let browser: Editor;
	let editor: WorkflowEditor;
	let sandbox: Sandbox;
	let failures: string[];

	const typeOf = (name: string): NodeTypeSummary => {
		const type = types.get(name);
		if (!type) throw new Error(`n8n does not know ${name}`);
		return type;
	};

	beforeAll(async () => {
		const { url, owner } = sharedN8n();
		sandbox = await startSandbox({ taskDurationMs: 500 });
		rest = await signedInRest();
		types = new Map((await rest.nodeTypes()).map((type) => [type.name, type]));
		browser = await openEditor(url, owner);
		browser.page.on('pageerror', (error) => failures.push(error.message));
		editor = new WorkflowEditor(browser.page, url);
	});

	beforeEach(() => {
		failures = [];
	});

	afterEach(() => {
		expect(failures).toEqual([]);
	});

	afterAll(async () => {
		await browser?.close();
		await sandbox?.close();
	});

	it('finds every Fotor node in a search for "fotor"', async () => {
		await browser.page.setViewportSize(TALL);
		await editor.openNewWorkflow();
		await editor.searchNodes('fotor', 'Fotor AI Replace');
		await saveNodePanel(editor, 'node-panel');

		const found = (await editor.foundNodes.allTextContents()).map((text) => text.trim());
		expect(found).toEqual(expect.arrayContaining(NODES.map((name) => listedName(typeOf(name)))));
	});

	describe('with an empty workflow', () => {
		beforeAll(async () => {
			await rest.createCredential(sandboxCredential(sandbox));
			await browser.page.setViewportSize(TALL);
			await editor.openNewWorkflow();
		});
		afterEach(async () => await editor.clear());

		it.each(NODES)('adds %s and shows its form', async (name) => {
			const type = typeOf(name);
			const shortName = name.split('.').at(-1) ?? name;
			await editor.searchNodes(listedName(type), listedName(type));
			await editor.addFoundNode(listedName(type), firstAction(type));
			await saveForm(editor, shortName);

			const credential = editor.page.getByTestId('node-credentials-select');
			expect(await credential.isVisible()).toBe(type.credentials !== undefined);
			const text = await editor.form.innerText();
			for (const field of unconditionalFields(type)) expect(text).toContain(field);
		});
	});

	it('runs the example "Replace part of a photo" and shows the image', async () => {
		const credential = await rest.createCredential(sandboxCredential(sandbox));
		const { id: _, ...example } = readExample('replace-part-of-a-photo.json', sandbox);
		const { id } = await rest.createWorkflow(withCredential(example, credential));
		await browser.page.setViewportSize(NORMAL);
		await editor.openWorkflow(id);
		await editor.execute();
		await saveScreenshot(browser.page, 'example-workflow', {
			x: 400,
			y: 220,
			width: 640,
			height: 520,
		});

		await editor.openNode('Fotor AI Replace');
		await editor.output.getByText('Binary', { exact: true }).click();
		await editor.output.getByText('View', { exact: true }).click();
		const picture = editor.page.locator('img[src*="binary-data"]');
		await picture.waitFor();
		await editor.page.mouse.move(0, 0);

		expect(sandbox.submissions).toHaveLength(1);
	});

	it('shows the link to the painting page while a manual run waits for masks', async () => {
		const { fileName, data, mimeType } = samplePhoto();
		const photo = sandbox.publish(fileName, data, mimeType);
		const { id } = await rest.createWorkflow(paintWorkflow([photo], {}));
		await browser.page.setViewportSize(NORMAL);
		await editor.openWorkflow(id);
		await browser.page.getByTestId('execute-workflow-button').click();
		await editor.openNode('Mask');
		const link = editor.output.getByRole('link', { name: 'Open the page to paint them' });
		await link.waitFor();
		expect(await link.getAttribute('href')).toMatch(/\/webhook-waiting\/\d+\?signature=\w+/);
		await saveScreenshot(browser.page, 'mask-waiting', editor.openNodeView);
	});

	it("shows the output of a call to the trigger's test URL", async () => {
		const credential = await rest.createCredential(sandboxCredential(sandbox));
		const { webhookId, ...workflow } = triggerWorkflow({}, credential);
		const { id } = await rest.createWorkflow(workflow);
		await browser.page.setViewportSize(NORMAL);
		await editor.openWorkflow(id);
		await editor.openNode(TRIGGER);
		await editor.page.getByText('Webhook URLs', { exact: true }).click();
		await editor.listen();

		const { taskId, status, type, resultUrl } = sandbox.addTask({ type: 'imgupscale' });
		const url = `${sharedN8n().url}/webhook-test/${webhookId}/webhook`;
		const reply = await callWebhook(url, { taskId, status, type, resultUrl });
		expect(reply.body).toEqual({ received: true, started: true });
		await editor.output.getByText(taskId).first().waitFor();
		await editor.output.getByText('JSON', { exact: true }).click();
		await editor.output.getByText('"verified"').waitFor();
		await editor.page.mouse.move(0, 0);
		await saveScreenshot(browser.page, 'trigger-test', editor.openNodeView);
	});

	it("warns in the form that Fotor can't reach this n8n instance, without changing the workflow", async () => {
		const credential = await rest.createCredential(sandboxCredential(sandbox));
		const { webhookId: _, ...workflow } = triggerWorkflow({}, credential);
		const { id } = await rest.createWorkflow(workflow);
		const saved = await rest.getWorkflow(id);
		await editor.openWorkflow(id);
		await editor.openNode(TRIGGER);
		const { origin } = new URL(sharedN8n().url);
		await editor.form.getByText(`Fotor can't reach this n8n instance: ${origin}`).waitFor();
		await editor.closeNode();
		expect(await rest.getWorkflow(id)).toEqual(saved);
	});

	it.each(['fotorUpscaler', 'fotorListingSet', 'fotor'])(
		'shows the usual output fields of %s in the next node before the first run',
		async (name) => {
			const type = `${PACKAGE_NAME}.${name}`;
			const node = { typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
			const { id } = await rest.createWorkflow({
				name: `Fields of ${name}`,
				nodes: [
					{ ...node, id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
					{ ...node, id: '2', name: 'Before', type, position: [200, 0] },
					{ ...node, id: '3', name: 'After', type: 'n8n-nodes-base.noOp', position: [400, 0] },
				],
				connections: {
					Start: { main: [[{ node: 'Before', type: 'main', index: 0 }]] },
					Before: { main: [[{ node: 'After', type: 'main', index: 0 }]] },
				},
			});
			await editor.openWorkflow(id);
			await editor.openNode('After');
			await editor.openNodeView.getByText('Usually outputs the following fields').waitFor();
			await editor.openNodeView.getByText('resultUrl', { exact: true }).waitFor();
		},
	);

	it('explains an invalid allowlist when a workflow is published', async () => {
		const credential = await rest.createCredential(sandboxCredential(sandbox));
		const options = { ipAllowlist: '127.0.0.1, 10.0.0' };
		const { webhookId: _, ...workflow } = triggerWorkflow({ options }, credential);
		const { id } = await rest.createWorkflow(workflow);
		await editor.openWorkflow(id);
		expect(await editor.publishRefused()).toContain(
			"'IP Allowlist' contains entries that are neither IP addresses nor networks: 10.0.0",
		);
	});
});
