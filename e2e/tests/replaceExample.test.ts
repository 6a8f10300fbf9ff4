import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../sandbox';
import { N8nCli } from '../../harness/n8n/cli';
import { sharedN8n, signedInRest } from '../support/context';
import {
	EXAMPLE_CREDENTIAL,
	readExample,
	sandboxCredential,
	withCredential,
	type ExampleWorkflow,
} from '../../harness/n8n/examples';
import { installPackage } from '../../harness/n8n/package';
import { compareWithReplaced } from '../support/pixels';
import { nodeOutput, type N8nRest } from '../../harness/n8n/rest';

const NODE = 'Fotor AI Replace';
const PROMPT = 'a red hot-air balloon';

/** Returns an item's file. @throws Error if it has none */
function fileOf(item: INodeExecutionData | undefined): IBinaryData {
	const file = item?.binary?.data;
	if (!file) throw new Error(`The item has no file in "data": ${JSON.stringify(item)}`);
	return file;
}

/** Checks that the masked part of the sample image is painted and nothing else changed. */
async function expectReplaced(picture: Buffer): Promise<void> {
	const comparison = await compareWithReplaced(picture, PROMPT);
	expect(comparison).toMatchObject({
		size: { width: 960, height: 640 },
		wrongMasked: 0,
		wrongKept: 0,
	});
	expect(comparison.masked).toBeGreaterThan(0);
	expect(comparison.kept).toBeGreaterThan(0);
}

function expectFinishedItem(item: INodeExecutionData | undefined, sandbox: Sandbox): void {
	const [submission] = sandbox.submissions;
	expect(item?.json).toMatchObject({
		taskId: submission?.taskId,
		status: 'completed',
		resultUrl: expect.stringContaining(sandbox.url) as string,
	});
	expect(item?.json).not.toHaveProperty('error');
	expect(fileOf(item)).toMatchObject({ mimeType: 'image/png', fileName: 'replaced.png' });
}

describe('The example "Replace part of a photo"', () => {
	let sandbox: Sandbox;
	let example: ExampleWorkflow;

	beforeEach(async () => {
		sandbox = await startSandbox({ taskDurationMs: 500 });
		example = readExample('replace-part-of-a-photo.json', sandbox);
	});

	afterEach(async () => {
		await sandbox.close();
	});

	describe('run by the n8n server', () => {
		let rest: N8nRest;
		let workflowId: string;

		beforeEach(async () => {
			rest = await signedInRest();
			const credential = await rest.createCredential(sandboxCredential(sandbox));
			const { id: _, ...definition } = withCredential(example, credential);
			workflowId = (await rest.createWorkflow(definition)).id;
		});

		const run = async () =>
			await rest.waitForExecution(await rest.runWorkflow(workflowId, 'Start'));

		it('paints the masked part and leaves all other pixels unchanged', async () => {
			const { status, data } = await run();
			expect(status).toBe('success');
			const items = nodeOutput(data, NODE);
			expect(items).toHaveLength(1);
			expectFinishedItem(items[0], sandbox);
			await expectReplaced(await rest.downloadBinary(fileOf(items[0]).id ?? ''));
		});

		it('pays for one task', async () => {
			await run();
			expect(sandbox.submissions).toHaveLength(1);
		});
	});

	describe('imported and run from the command line', () => {
		let userFolder: string;

		beforeEach(async () => {
			userFolder = await mkdtemp(join(tmpdir(), 'n8n-cli-'));
			await installPackage(sharedN8n().tarball, userFolder);
		});

		afterEach(async () => {
			await rm(userFolder, { recursive: true, force: true });
		});

		it('paints the masked part and leaves all other pixels unchanged', async () => {
			// Keeps files in the items, because no n8n server is running for the test to fetch them from.
			const cli = new N8nCli(userFolder, { N8N_DEFAULT_BINARY_DATA_MODE: 'default' });
			await cli.importCredentials([{ ...EXAMPLE_CREDENTIAL, ...sandboxCredential(sandbox) }]);
			await cli.importWorkflow(withCredential(example, EXAMPLE_CREDENTIAL));
			const { status, data } = await cli.executeWorkflow(example.id);

			expect(status).toBe('success');
			const [item] = nodeOutput(data, NODE);
			expectFinishedItem(item, sandbox);
			await expectReplaced(Buffer.from(fileOf(item).data, 'base64'));
			expect(sandbox.submissions).toHaveLength(1);
		});
	});
});
