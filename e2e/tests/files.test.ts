import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import type { INode, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import { replaceColor, samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { sharedN8n, signedInRest } from '../support/context';
import { sandboxCredential } from '../../harness/n8n/examples';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import type { N8nRest } from '../../harness/n8n/rest';
import { startS3, type S3 } from '../support/s3';
import { chain, fotorChain, type ChainNode } from '../../harness/n8n/workflows';

type Credentials = INode['credentials'];

describe('Files in chains with other nodes', () => {
	const photo = samplePhoto();
	const { url, files } = sharedN8n();
	let sandbox: Sandbox;
	let rest: N8nRest;
	let credentials: Credentials;

	beforeAll(async () => {
		sandbox = await startSandbox({ taskDurationMs: 50 });
		rest = await signedInRest();
		const { id, name } = await rest.createCredential(sandboxCredential(sandbox));
		credentials = { fotorApi: { id, name } };
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => sandbox.submissions.splice(0));

	const fotor = (tool: string, parameters: INodeParameters) =>
		node(tool, `${PACKAGE_NAME}.${tool}`, 1, parameters, credentials);
	const run = async (...nodes: ChainNode[]) => {
		const { id } = await rest.createWorkflow(fotorChain(...nodes));
		return await rest.waitForExecution(await rest.runWorkflow(id, 'Start'));
	};
	/** Bytes of the sandbox's latest result. */
	const resultFile = async () => {
		const [task] = [...sandbox.tasks.values()].slice(-1);
		const reply = await axios.get<ArrayBuffer>(task?.resultUrl ?? '', {
			responseType: 'arraybuffer',
		});
		return Buffer.from(reply.data);
	};

	it('Read Files from Disk → Upscale → Write File: files are uploaded and saved unchanged', async () => {
		const from = join(files, 'photo.jpg');
		const to = join(files, 'upscaled.png');
		writeFileSync(from, photo.data);
		const { status } = await run(
			node('Read', 'n8n-nodes-base.readWriteFile', 1.1, { operation: 'read', fileSelector: from }),
			fotor('fotorUpscaler', { scale: 2 }),
			node('Write', 'n8n-nodes-base.readWriteFile', 1.1, { operation: 'write', fileName: to }),
		);
		expect(status).toBe('success');
		const [upload] = [...sandbox.uploads.values()].slice(-1);
		expect((await upload?.read())?.equals(photo.data)).toBe(true);
		expect(readFileSync(to).equals(await resultFile())).toBe(true);
		expect(await sharp(to).metadata()).toMatchObject({ width: 1920, height: 1280 });
	});

	describe('with an S3-compatible store', () => {
		let s3: S3;
		const folder = mkdtempSync(join(tmpdir(), 's3-'));

		beforeAll(async () => {
			s3 = await startS3(folder, 'photos');
		});
		afterAll(async () => {
			await s3.close();
			rmSync(folder, { recursive: true, force: true });
		});

		it('HTTP download → Background Remover → S3: the file in S3 is identical to the result', async () => {
			const { id, name } = await rest.createCredential({
				name: 'S3',
				type: 's3',
				data: { ...s3.credential },
			});
			const upload = { resource: 'file', operation: 'upload', bucketName: 'photos' };
			const { status } = await run(
				node('Download', 'n8n-nodes-base.httpRequest', 4.2, {
					url: sandbox.publish(photo.fileName, photo.data, photo.mimeType),
					options: { response: { response: { responseFormat: 'file' } } },
				}),
				fotor('fotorBackgroundRemover', {}),
				node(
					'S3',
					'n8n-nodes-base.s3',
					1,
					{ ...upload, fileName: 'cut-out.png' },
					{
						s3: { id, name },
					},
				),
			);
			expect(status).toBe('success');
			const stored = await s3.read('photos', 'cut-out.png');
			expect(stored.equals(await resultFile())).toBe(true);
			expect((await sharp(stored).metadata()).hasAlpha).toBe(true);
		});
	});

	it('Webhook → AI Replace with a drawn mask → Respond to Webhook: the response is the result image', async () => {
		const path = `replace-${Date.now()}`;
		const { id } = await rest.createWorkflow(
			chain(
				{
					...node('Webhook', 'n8n-nodes-base.webhook', 2, {
						httpMethod: 'POST',
						path,
						responseMode: 'responseNode',
					}),
					webhookId: path,
				},
				fotor('fotorAiReplace', {
					imageBinaryProperty: 'photo',
					maskSource: 'regions',
					maskRegions: { region: [{ x: 0, y: 0, width: 50, height: 100 }] },
					prompt: 'a blue door',
				}),
				node('Respond', 'n8n-nodes-base.respondToWebhook', 1.1, { respondWith: 'binary' }),
			),
		);
		await rest.activateWorkflow(id);
		try {
			const form = new FormData();
			form.append('photo', new Blob([photo.data], { type: photo.mimeType }), photo.fileName);
			const { data, headers } = await onceRegistered(async () =>
				axios.post<ArrayBuffer>(`${url}/webhook/${path}`, form, { responseType: 'arraybuffer' }),
			);
			const answer = Buffer.from(data);
			expect(headers['content-type']).toBe('image/png');
			expect(answer.equals(await resultFile())).toBe(true);
			const pixels = async (file: Buffer) => await sharp(file).removeAlpha().raw().toBuffer();
			const [before, after] = [await pixels(photo.data), await pixels(answer)];
			const { r, g, b } = replaceColor('a blue door') as { r: number; g: number; b: number };
			let wrong = 0;
			for (let at = 0; at < after.length; at += 3) {
				const replaced = (at / 3) % 960 < 480;
				const [wr, wg, wb] = replaced ? [r, g, b] : before.subarray(at, at + 3);
				if (after[at] !== wr || after[at + 1] !== wg || after[at + 2] !== wb) wrong++;
			}
			expect(wrong).toBe(0);
		} finally {
			await rest.deactivateWorkflow(id);
		}
	});
});

/**
 * Repeats the call as long as it gets a 404, because n8n registers the webhook shortly after it reports the
 * workflow as active.
 */
async function onceRegistered<T>(call: () => Promise<T>, tries = 50): Promise<T> {
	try {
		return await call();
	} catch (error) {
		if (tries === 0 || !axios.isAxiosError(error) || error.response?.status !== 404) throw error;
		await new Promise((resolve) => setTimeout(resolve, 200));
		return await onceRegistered(call, tries - 1);
	}
}

function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
	credentials?: Credentials,
): ChainNode {
	return { name, type, typeVersion, parameters, ...(credentials ? { credentials } : {}) };
}
