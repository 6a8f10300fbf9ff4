import type { IConnections, INode, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import {
	sampleMask,
	samplePhoto,
	samplePortrait,
	sampleProduct,
	startSandbox,
	type Sandbox,
} from '../../sandbox';
import { MASK, PHOTO, PORTRAIT, PRODUCT, TOOLS } from '../../test/nodes/tools.table';
import { signedInRest } from '../support/context';
import { sandboxCredential } from '../../harness/n8n/examples';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import { nodeOutput, type Execution, type N8nRest } from '../../harness/n8n/rest';

const ROWS = TOOLS.map((row, index) => ({ ...row, name: `${index} ${row.case ?? row.node}` }));

describe('A workflow with every tool', () => {
	let sandbox: Sandbox;
	let rest: N8nRest;
	let execution: Execution;

	beforeAll(async () => {
		sandbox = await startSandbox({ taskDurationMs: 50 });
		rest = await signedInRest();
		const credential = await rest.createCredential(sandboxCredential(sandbox));
		const samples = { [PHOTO]: samplePhoto, [MASK]: sampleMask, [PORTRAIT]: samplePortrait };
		const addresses = Object.entries({ ...samples, [PRODUCT]: sampleProduct }).map(
			([name, sample]) => [name, sandbox.publish(sample().fileName, sample().data)] as const,
		);
		const fill = (parameters: INodeParameters) =>
			JSON.parse(
				addresses.reduce(
					(text, [name, address]) => text.replaceAll(name, address),
					JSON.stringify(parameters),
				),
			) as INodeParameters;
		const start = node('Start', 'n8n-nodes-base.manualTrigger', {});
		const tools = ROWS.map((row) => ({
			...node(row.name, `${PACKAGE_NAME}.${row.node}`, {
				...fill(row.parameters),
				options: fill(row.parameters).options ?? {},
			}),
			credentials: { fotorApi: { id: credential.id, name: credential.name } },
		}));
		const connections: IConnections = {
			Start: { main: [tools.map(({ name }) => ({ node: name, type: 'main', index: 0 }))] },
		};
		const { id } = await rest.createWorkflow({
			name: 'Every tool',
			nodes: [start, ...tools],
			connections,
			settings: { executionOrder: 'v1' },
		});
		execution = await rest.waitForExecution(await rest.runWorkflow(id, 'Start'), 100_000);
	});

	afterAll(async () => await sandbox.close());

	it('runs to the end and pays for each tool once', () => {
		expect(execution.status).toBe('success');
		expect(sandbox.submissions.map(({ path }) => path).sort()).toEqual(
			ROWS.map(({ path }) => path).sort(),
		);
	});

	it.each(ROWS.map((row) => [row.name, row] as const))(
		'outputs the files of %s',
		async (name, row) => {
			const items = nodeOutput(execution.data, name);
			expect(items).toHaveLength(row.items ?? 1);
			for (const item of items) {
				const file = item.binary?.data;
				expect(file?.mimeType).toBe(row.file);
				const data = await rest.downloadBinary(file?.id ?? '');
				expect(data.length).toBeGreaterThan(1000);
				if (row.file === 'video/mp4') {
					expect(data.subarray(4, 8).toString('latin1')).toBe('ftyp');
				} else {
					const { width, height } = await sharp(data).metadata();
					expect([width, height]).toEqual(row.size ?? [width, height]);
				}
			}
		},
	);
});

function node(name: string, type: string, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters };
}
