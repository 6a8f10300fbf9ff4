import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { sharedN8n } from '../support/context';
import { FILE_STARTS } from '../support/fileStarts';
import { retryFile } from '../support/retryFile';
import { sandboxCredential } from '../../harness/n8n/examples';
import { installPackage } from '../../harness/n8n/package';
import { N8N_LINE } from '../../harness/n8n/paths';
import { nodeOutput } from '../../harness/n8n/rest';
import { startN8n, type N8nServer } from '../../harness/n8n/server';
import { fotorChain } from '../../harness/n8n/workflows';

/**
 * Where n8n keeps files if it doesn't keep them on disk: n8n 2.x in its database, and n8n 1.x in the items. n8n
 * refuses to start in `s3` mode without an Enterprise license, so that mode is not tested.
 */
const [mode, idPattern] = {
	1: ['default', undefined] as const,
	2: ['database', /^database:/] as const,
}[N8N_LINE];

describe(`Files in n8n's binary mode "${mode}"`, () => {
	const photo = samplePhoto();
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-mode-'));
	const { tarball, owner } = sharedN8n();
	const id: unknown = idPattern && expect.stringMatching(idPattern);
	let sandbox: Sandbox;
	let n8n: N8nServer;

	beforeAll(async () => {
		sandbox = await startSandbox({ taskDurationMs: 50 });
		await installPackage(tarball, userFolder);
		n8n = await startN8n({ userFolder, env: { N8N_DEFAULT_BINARY_DATA_MODE: mode } });
		await n8n.rest.setUpOwner(owner);
	});
	afterAll(async () => {
		await n8n?.stop();
		await sandbox.close();
		rmSync(userFolder, { recursive: true, force: true });
	});

	it('are uploaded and downloaded unchanged', async () => {
		const credential = await n8n.rest.createCredential(sandboxCredential(sandbox));
		const { id: workflowId } = await n8n.rest.createWorkflow(
			fotorChain(
				{
					name: 'Download',
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					parameters: {
						url: sandbox.publish(photo.fileName, photo.data, photo.mimeType),
						options: { response: { response: { responseFormat: 'file' } } },
					},
				},
				{
					name: 'Upscale',
					type: 'n8n-nodes-fotor.fotorUpscaler',
					typeVersion: 1,
					parameters: {},
					credentials: { fotorApi: credential },
				},
			),
		);
		const { status, data } = await n8n.rest.waitForExecution(
			await n8n.rest.runWorkflow(workflowId, 'Start'),
		);
		expect(status).toBe('success');
		const [upload] = [...sandbox.uploads.values()];
		expect((await upload?.read())?.equals(photo.data)).toBe(true);

		const file = nodeOutput(data, 'Upscale')[0]?.binary?.data;
		expect(file?.id).toEqual(id);
		const [task] = [...sandbox.tasks.values()];
		const served = await fetch(task?.resultUrl ?? '');
		const expected = Buffer.from(await served.arrayBuffer());
		const stored = file?.id
			? await n8n.rest.downloadBinary(file.id)
			: Buffer.from(file?.data ?? '', 'base64');
		expect(stored.equals(expected)).toBe(true);
	});

	it('from a trigger do not cause a second payment on Retry', async () => {
		const outcomes = await Promise.all([
			...Object.keys(FILE_STARTS).map(
				async (start) => await retryFile(n8n.rest, start, 'from the trigger'),
			),
			retryFile(n8n.rest, 'Webhook', 'from a node in between'),
		]);
		const once = {
			statuses: ['error', 'success'],
			fileId: id,
			submissions: 1,
			isSameTask: true,
		};
		expect(outcomes).toEqual(outcomes.map(() => once));
	});
});
