import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import { installPackage } from '../../harness/n8n/package';
import { N8N_LINE } from '../../harness/n8n/paths';
import { startN8n, type N8nServer } from '../../harness/n8n/server';
import { samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { sharedN8n } from '../support/context';
import { handIn, masksAfter, startPainting } from '../support/paintWorkflow';

/** Modes that the other tests don't cover, because the n8n instance that they share keeps files on disk. */
const MODES = N8N_LINE === 1 ? ['default'] : ['default', 'database'];

describe.each(MODES)("Fotor Mask in n8n's binary mode %s", (mode) => {
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-paint-'));
	const { tarball, owner } = sharedN8n();
	let sandbox: Sandbox;
	let n8n: N8nServer;

	beforeAll(async () => {
		sandbox = await startSandbox();
		await installPackage(tarball, userFolder);
		n8n = await startN8n({ userFolder, env: { N8N_DEFAULT_BINARY_DATA_MODE: mode } });
		await n8n.rest.setUpOwner(owner);
	});
	afterAll(async () => {
		await n8n?.stop();
		await sandbox?.close();
		rmSync(userFolder, { recursive: true, force: true });
	});

	it('the page gets the images, and the workflow gets the masks', async () => {
		const sizes: Array<[number, number]> = [
			[64, 48],
			[40, 90],
		];
		// In n8n 2.x, expressions still use the values of their own item while the execution waits. In n8n 1.x, they don't.
		const plain = { options: { grow: 2, maskConvention: 'blackReplaces' } };
		const withExpressions = {
			imageBinaryProperty: '={{ Object.keys($binary)[0] }}',
			outputBinaryProperty: "={{ $itemIndex === 1 ? 'mask' : 'mask' }}",
			options: {
				grow: '={{ 2 - 2 * $itemIndex }}',
				maskConvention: 'blackReplaces',
				instructions: "={{ 'Look at ' + $('Links').item.json.url }}",
			},
		};
		const parameters: INodeParameters = N8N_LINE === 1 ? plain : withExpressions;
		const { execution, link } = await startPainting(n8n.rest, sandbox, parameters, sizes);
		const html = await (await fetch(link)).text();
		expect(html).toMatch(/^<!doctype html>.*"width":40,"height":90/s);
		if (N8N_LINE === 2) expect(html).toContain(`Look at ${sandbox.url}`);
		const picture = await fetch(`${link}${link.includes('?') ? '&' : '?'}image=1`);
		expect(picture.headers.get('content-type')).toBe('image/png');
		const expected = sharp(samplePhoto().data).resize(40, 90, { fit: 'fill' }).png();
		const bytes = Buffer.from(await picture.arrayBuffer());
		expect(bytes.equals(await expected.toBuffer())).toBe(true);

		const pixels = Buffer.alloc(64 * 48);
		pixels[20 * 64 + 30] = 255;
		const dot = sharp(pixels, { raw: { width: 64, height: 48, channels: 1 } }).png();
		const mask = (await dot.toBuffer()).toString('base64');
		const { status, data } = await handIn(link, JSON.stringify({ masks: [mask, null] }));
		expect({ status, data }).toEqual({ status: 200, data: { accepted: true } });
		const { items, masks } = await masksAfter(n8n.rest, execution);
		expect(items.map(({ json }) => json.coverage)).toEqual([0.42, 0]);
		expect(items[0]?.binary?.mask).toMatchObject({ fileName: 'photo-0-mask.png' });
		// A single pixel grown by 2 px becomes a disk of 13 pixels.
		const grown = await sharp(masks[0]).toColourspace('b-w').raw().toBuffer();
		expect(grown.filter((value) => value === 0)).toHaveLength(13);
		expect((await sharp(masks[1]).stats()).channels[0]?.min).toBe(255);
	});
});
