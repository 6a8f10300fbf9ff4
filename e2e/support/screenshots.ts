import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import type { WorkflowEditor } from './editor';
import { REPOSITORY } from '../../harness/n8n/paths';

/** Screenshots in docs/ are only updated on request, so a test run changes no files. */
const ARE_FOR_DOCS = process.env.UPDATE_SCREENSHOTS === '1';
const FOLDER = ARE_FOR_DOCS
	? join(REPOSITORY, 'docs', 'images')
	: join(tmpdir(), 'n8n-nodes-fotor-screenshots');

/** Screen pixels per CSS pixel. */
export const PIXEL_RATIO = ARE_FOR_DOCS ? 2 : 1;

const MOST_BYTES = 250_000;
const MARGIN = 16;
/** Margin around a workflow, in px. Leaves room for the names below the nodes. */
const SPACE = 56;
const CORNER = 8;

interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Saves part of the page as a small PNG. @returns its path */
export async function saveScreenshot(
	page: Page,
	name: string,
	part: Locator | Box,
): Promise<string> {
	const clip = 'boundingBox' in part ? await boxOf(part) : part;
	return await savePng(name, await page.screenshot({ clip }));
}

/** Saves the node panel, down to the last of our nodes. */
export async function saveNodePanel(editor: WorkflowEditor, name: string): Promise<string> {
	const panel = await boxOf(editor.nodePanel);
	const last = await boxOf(editor.foundEntries.filter({ hasText: 'Fotor' }).last());
	const clip = { ...panel, height: last.y + last.height + MARGIN - panel.y };
	return await savePng(name, await editor.page.screenshot({ clip }));
}

const RUN_BUTTON = '[data-test-id="execute-workflow-button"]';

/** Saves the canvas with all nodes and notes of the open workflow. */
export async function saveCanvas(editor: WorkflowEditor, name: string): Promise<string> {
	const all = [...(await editor.nodes.all()), ...(await editor.notes.all())];
	const boxes = await Promise.all(all.map(boxOf));
	const left = Math.min(...boxes.map(({ x }) => x)) - SPACE;
	const top = Math.min(...boxes.map(({ y }) => y)) - SPACE;
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + SPACE;
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + SPACE;
	const clip = { x: left, y: top, width: right - left, height: bottom - top };
	const style = `${RUN_BUTTON}, ${RUN_BUTTON} + *, .tab-bar-container { visibility: hidden }`;
	return await savePng(join('templates', name), await editor.page.screenshot({ clip, style }));
}

/** Saves the form of the open node: its title and all parameters. */
export async function saveForm(editor: WorkflowEditor, name: string): Promise<string> {
	const { page } = editor;
	const { x, width, ...column } = await boxOf(editor.openNodeView.locator('.node-settings'));
	const dialog = await boxOf(editor.openNodeView);
	const fields = await Promise.all(
		(await editor.formFields.all()).map((field) => field.boundingBox()),
	);
	const bottom = Math.max(...fields.map((box) => (box ? box.y + box.height : 0)));

	// The title bar spans the whole dialog. The screenshot shows only the part above the form, without the rounded
	// corner.
	const title = await page.screenshot({
		clip: {
			x: dialog.x + CORNER,
			// Leaves out the dialog's border.
			y: dialog.y + 1,
			width: width - 2 * CORNER,
			height: column.y - dialog.y - 1,
		},
	});
	const form = await page.screenshot({
		clip: {
			x: x + CORNER,
			y: column.y,
			width: width - 2 * CORNER,
			height: Math.min(bottom + MARGIN - column.y, column.height),
		},
	});
	return await savePng(name, await withMargin(await putOnTop(title, form)));
}

/** Adds a margin in the color of the title bar. */
async function withMargin(picture: Buffer): Promise<Buffer> {
	const corner = { left: 4 * PIXEL_RATIO, top: 8 * PIXEL_RATIO, width: 1, height: 1 };
	const [r, g, b] = await sharp(picture).extract(corner).removeAlpha().raw().toBuffer();
	const margin = MARGIN * PIXEL_RATIO;
	return await sharp(picture)
		.extend({
			top: margin,
			bottom: margin,
			left: margin,
			right: margin,
			background: { r: r ?? 0, g: g ?? 0, b: b ?? 0 },
		})
		.png()
		.toBuffer();
}

async function boxOf(locator: Locator): Promise<Box> {
	const box = await locator.boundingBox();
	if (!box) throw new Error('The part to capture is not on the page');
	return box;
}

/** Adds a strip above an image of the same width. */
async function putOnTop(strip: Buffer, picture: Buffer): Promise<Buffer> {
	const { height } = await sharp(strip).metadata();
	const extended = await sharp(picture).extend({ top: height }).png().toBuffer();
	return await sharp(extended)
		.composite([{ input: strip, top: 0, left: 0 }])
		.png()
		.toBuffer();
}

async function savePng(name: string, picture: Buffer): Promise<string> {
	const small = await sharp(picture).png({ palette: true, compressionLevel: 9 }).toBuffer();
	if (small.length > MOST_BYTES) {
		throw new Error(`${name}.png is ${small.length} bytes, more than the limit of ${MOST_BYTES}`);
	}
	const path = join(FOLDER, `${name}.png`);
	await mkdir(dirname(path), { recursive: true });
	await writeFile(path, small);
	return path;
}
