import { openEditor, type Editor } from '../support/chromium';
import { sharedN8n, signedInRest } from '../support/context';
import { WorkflowEditor } from '../support/editor';
import { saveCanvas } from '../support/screenshots';
import {
	exampleFiles,
	readExample,
	sandboxCredential,
	withCredential,
} from '../../harness/n8n/examples';
import type { N8nRest } from '../../harness/n8n/rest';
import { startSandbox, type Sandbox } from '../../sandbox';

const WIDE = { width: 1600, height: 900 };

describe('The canvas', () => {
	let rest: N8nRest;
	let browser: Editor;
	let editor: WorkflowEditor;
	let sandbox: Sandbox;
	let credential: { id: string; name: string };

	beforeAll(async () => {
		const { url, owner } = sharedN8n();
		sandbox = await startSandbox();
		rest = await signedInRest();
		credential = await rest.createCredential(sandboxCredential(sandbox));
		browser = await openEditor(url, owner);
		await browser.page.setViewportSize(WIDE);
		editor = new WorkflowEditor(browser.page, url);
	});
	afterAll(async () => {
		await browser?.close();
		await sandbox?.close();
	});

	it.each(exampleFiles())(
		'shows every node of the template %s, and recognizes each one',
		async (file) => {
			const { id: _, ...example } = withCredential(readExample(file, sandbox), credential);
			const { id } = await rest.createWorkflow(example);
			await editor.switchToWorkflow(id);
			const notes = example.nodes.filter(({ type }) => type.endsWith('.stickyNote'));
			await editor.notes.nth(notes.length - 1).waitFor();
			expect(await editor.nodes.count()).toBe(example.nodes.length - notes.length);
			expect(await editor.notes.count()).toBe(notes.length);
			// Wait until all icons have loaded. An unknown node would have no icon.
			await browser.page.waitForFunction(
				"[...document.querySelectorAll('.n8n-node-icon img')].every(({ naturalWidth }) => naturalWidth > 0)",
			);
			await saveCanvas(editor, file.replace('.json', ''));
		},
	);
});
