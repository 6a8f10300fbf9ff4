import { startSandbox, type Sandbox } from '../../sandbox';
import { openEditor, type Editor } from '../support/chromium';
import { sharedN8n, signedInRest } from '../support/context';
import { WorkflowEditor } from '../support/editor';
import { readExample, sandboxCredential, withCredential } from '../support/examples';
import { NODES } from '../support/nodes';
import type { N8nRest, NodeTypeSummary } from '../support/rest';
import { saveForm, saveNodePanel, saveScreenshot } from '../support/screenshots';

/** Room for the longest form, so that all of it is on the screenshot. */
const TALL = { width: 1400, height: 1800 };
const NORMAL = { width: 1400, height: 900 };

/** n8n lists a node under the name of its app: without "Trigger". */
const listedName = ({ displayName }: NodeTypeSummary) => displayName.replace(/ Trigger$/, '');

/** The names of the fields that a form shows whatever is chosen in it. */
function unconditionalFields({ properties }: NodeTypeSummary): string[] {
	return properties
		.filter(({ displayOptions, type }) => !displayOptions && type !== 'notice' && type !== 'hidden')
		.map(({ displayName }) => displayName);
}

/** The first thing a node offers to do, as the panel words it. */
function firstAction({ name, properties }: NodeTypeSummary): string {
	if (name.endsWith('Trigger')) return 'On task completed';
	for (const { options = [] } of properties) {
		for (const option of options) {
			if ('action' in option && option.action) return option.action;
		}
	}
	throw new Error(`${name} has no action to choose in the node panel`);
}

describe('The editor of n8n', () => {
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

	it('finds every Fotor node under "fotor"', async () => {
		await browser.page.setViewportSize(TALL);
		await editor.openNewWorkflow();
		await editor.searchNodes('fotor', 'Fotor AI Replace');
		await saveNodePanel(editor, 'node-panel');

		const found = (await editor.foundNodes.allTextContents()).map((text) => text.trim());
		expect(found).toEqual(expect.arrayContaining(NODES.map((name) => listedName(typeOf(name)))));
	});

	it.each(NODES)('adds %s and shows its form', async (name) => {
		const type = typeOf(name);
		const shortName = name.split('.').at(-1) ?? name;
		await rest.createCredential(sandboxCredential(sandbox));
		await browser.page.setViewportSize(TALL);
		await editor.openNewWorkflow();
		await editor.searchNodes(listedName(type), listedName(type));
		await editor.addFoundNode(listedName(type), firstAction(type));
		await saveForm(editor, shortName);

		await expect(editor.page.getByTestId('node-credentials-select').isVisible()).resolves.toBe(
			true,
		);
		const text = await editor.form.innerText();
		for (const field of unconditionalFields(type)) expect(text).toContain(field);
	});

	it('runs the example "Replace part of a photo" and shows the picture', async () => {
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
		await saveScreenshot(browser.page, 'example-result', editor.openNodeView);

		expect(sandbox.submissions).toHaveLength(1);
	});
});
