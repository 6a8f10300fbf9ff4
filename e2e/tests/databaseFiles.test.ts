import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { sharedN8n } from '../support/context';
import { sandboxCredential } from '../../harness/n8n/examples';
import { installPackage } from '../../harness/n8n/package';
import { nodeOutput } from '../../harness/n8n/rest';
import { startN8n, type N8nServer } from '../../harness/n8n/server';
import { fotorChain } from '../../harness/n8n/workflows';

describe('Files in an n8n that keeps them in its database', () => {
	const photo = samplePhoto();
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-database-'));
	const { tarball, owner } = sharedN8n();
	let sandbox: Sandbox;
	let n8n: N8nServer;

	beforeAll(async () => {
		sandbox = await startSandbox({ taskDurationMs: 50 });
		await installPackage(tarball, userFolder);
		n8n = await startN8n({ userFolder, env: { N8N_DEFAULT_BINARY_DATA_MODE: 'database' } });
		await n8n.rest.setUpOwner(owner);
	});
	afterAll(async () => {
		await n8n?.stop();
		await sandbox.close();
		rmSync(userFolder, { recursive: true, force: true });
	});

	it('go up and come back byte for byte', async () => {
		const credential = await n8n.rest.createCredential(sandboxCredential(sandbox));
		const { id } = await n8n.rest.createWorkflow(
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
			await n8n.rest.runWorkflow(id, 'Start'),
		);
		expect(status).toBe('success');
		const [upload] = [...sandbox.uploads.values()];
		expect((await upload?.read())?.equals(photo.data)).toBe(true);

		const [item] = nodeOutput(data, 'Upscale');
		const file = item?.binary?.data;
		expect(file?.id).toMatch(/^database:/);
		const [task] = [...sandbox.tasks.values()];
		const served = await fetch(task?.resultUrl ?? '');
		const expected = Buffer.from(await served.arrayBuffer());
		expect((await n8n.rest.downloadBinary(file?.id ?? '')).equals(expected)).toBe(true);
	});
});
