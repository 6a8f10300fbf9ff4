import type { INodeExecutionData } from 'n8n-workflow';
import type { Locator } from 'playwright-core';
import sharp from 'sharp';

import { sandboxCredential } from '../../harness/n8n/examples';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import { nodeOutput, type N8nRest } from '../../harness/n8n/rest';
import { fotorChain } from '../../harness/n8n/workflows';
import { startSandbox, type Sandbox } from '../../sandbox';
import { openEditor, type Editor } from '../support/chromium';
import { sharedN8n, signedInRest } from '../support/context';
import { WorkflowEditor } from '../support/editor';
import { saveScreenshot } from '../support/screenshots';

/** Marks the left half of the image for replacement. */
const LEFT = { region: [{ x: 0, y: 0, width: 50, height: 100, shape: 'rectangle' }] };
const NODE = 'Fotor AI Replace';

describe('A dry run of Fotor AI Replace', () => {
	let sandbox: Sandbox;
	let rest: N8nRest;
	let browser: Editor;
	let editor: WorkflowEditor;
	let urls: Record<'png' | 'jpg', string>;

	beforeAll(async () => {
		sandbox = await startSandbox({ taskDurationMs: 50 });
		rest = await signedInRest();
		const { url, owner } = sharedN8n();
		browser = await openEditor(url, owner);
		editor = new WorkflowEditor(browser.page, url);
		const blue = sharp({ create: { width: 400, height: 300, channels: 3, background: '#00f' } });
		// Rotated by its EXIF data, so viewers show it as 300 × 400 px.
		const turned = blue.clone().withMetadata({ orientation: 6 });
		urls = {
			png: sandbox.publish('blue.png', await blue.png().toBuffer(), 'image/png'),
			jpg: sandbox.publish('blue.jpg', await turned.jpeg().toBuffer(), 'image/jpeg'),
		};
	});
	afterAll(async () => {
		await browser?.close();
		await sandbox?.close();
	});

	async function workflow(url: string): Promise<string> {
		const { id, name } = await rest.createCredential(sandboxCredential(sandbox));
		const created = await rest.createWorkflow(
			fotorChain(
				{
					name: 'Download',
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					parameters: {
						url,
						options: { response: { response: { responseFormat: 'file' } } },
					},
				},
				{
					name: NODE,
					type: `${PACKAGE_NAME}.fotorAiReplace`,
					typeVersion: 1,
					parameters: { prompt: 'a tree', maskRegions: LEFT, options: { dryRun: true } },
					credentials: { fotorApi: { id, name } },
				},
			),
		);
		return created.id;
	}

	it.each(['png', 'jpg'] as const)(
		'shows in the editor what would be replaced in a %s image',
		async (type) => {
			sandbox.submissions.splice(0);
			const id = await workflow(urls[type]);
			const { status, data } = await rest.waitForExecution(await rest.runWorkflow(id, 'Start'));
			expect(status).toBe('success');
			const [item] = nodeOutput(data, NODE);
			expectDryRun(item);

			await browser.page.setViewportSize({ width: 1400, height: 900 });
			await editor.openWorkflow(id);
			await editor.execute();
			await editor.openNode(NODE);
			await editor.output.getByText('Binary', { exact: true }).click();
			await saveScreenshot(browser.page, `dry-run-files-${type}`, editor.openNodeView);
			await editor.output.getByText('View', { exact: true }).first().click();
			const image =
				type === 'png'
					? editor.page.locator('.binary-data-window img')
					: editor.page.frameLocator('.binary-data-window iframe').locator('.image');
			await image.waitFor();
			await expectTintedLeft(image);
			await saveScreenshot(browser.page, `dry-run-overlay-${type}`, editor.openNodeView);
			expect(sandbox.submissions).toEqual([]);
			expect(sandbox.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
		},
	);

	function expectDryRun(item: INodeExecutionData | undefined) {
		expect(item?.json).toMatchObject({ dryRun: true, valid: true, estimatedTokens: null });
		expect(item?.json).toHaveProperty('request.body.content', 'a tree');
		expect(Object.keys(item?.binary ?? {})).toEqual(['overlay', 'mask']);
	}

	/** Waits until the screenshot shows the overlay with its left half tinted. */
	async function expectTintedLeft(image: Locator) {
		let seen: number[][] = [];
		for (let attempt = 0; attempt < 50; attempt++) {
			const box = await image.boundingBox();
			if (!box) throw new Error('The overlay is not on the page');
			const shot = await browser.page.screenshot({ clip: box });
			const { data, info } = await sharp(shot)
				.removeAlpha()
				.raw()
				.toBuffer({ resolveWithObject: true });
			const y = Math.round(info.height / 2);
			seen = [0.25, 0.75].map((share) => {
				const at = 3 * (y * info.width + Math.round(info.width * share));
				return [...data.subarray(at, at + 3)];
			});
			if (isClose(seen[0], [140, 0, 158]) && isClose(seen[1], [0, 0, 255])) return;
			await browser.page.waitForTimeout(200);
		}
		throw new Error(`The left half isn't tinted: ${JSON.stringify(seen)}`);
	}
});

function isClose(seen: number[] = [], wanted: number[]): boolean {
	return wanted.every((value, index) => Math.abs((seen[index] ?? -99) - value) <= 6);
}
