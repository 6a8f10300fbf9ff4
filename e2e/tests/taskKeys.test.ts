import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import { samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { sandboxCredential } from '../../harness/n8n/examples';
import { installPackage } from '../../harness/n8n/package';
import { nodeOutput, type Execution, type N8nRest } from '../../harness/n8n/rest';
import { startN8n } from '../../harness/n8n/server';
import { sharedN8n, signedInRest } from '../support/context';
import { until } from '../support/until';

let sandbox: Sandbox;
let photo: string;
beforeEach(async () => {
	sandbox = await startSandbox({ taskDurationMs: 200 });
	const { fileName, data, mimeType } = samplePhoto();
	photo = sandbox.publish(fileName, data, mimeType);
});
afterEach(async () => await sandbox.close());

const paid = () => sandbox.submissions.length;
const node = (
	name: string,
	type: string,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): INode => ({ id: name, name, type, typeVersion: 1, position: [0, 0], parameters, ...more });
const manual = () => node('Start', 'n8n-nodes-base.manualTrigger', {});

/** Creates a workflow that runs the given nodes in order. The Fotor node must be named "Fotor". */
async function create(rest: N8nRest, nodes: INode[]): Promise<string> {
	const fotorApi = await rest.createCredential(sandboxCredential(sandbox));
	const whole = nodes.map((one) =>
		one.name === 'Fotor' ? { ...one, credentials: { fotorApi } } : one,
	);
	const connections: IConnections = {};
	for (const [at, { name }] of nodes.slice(1).entries()) {
		const from = nodes[at]?.name ?? '';
		connections[from] = { main: [[{ node: name, type: 'main', index: 0 }]] };
	}
	const settings = { executionOrder: 'v1' as const };
	const name = `Keys ${randomUUID()}`;
	return (await rest.createWorkflow({ name, nodes: whole, connections, settings })).id;
}
const upscaler = (taskKey: string) =>
	node('Fotor', 'n8n-nodes-fotor.fotorUpscaler', {
		imageSource: 'url',
		imageUrl: photo,
		downloadResult: false,
		options: { taskKey },
	});
const runManually = async (rest: N8nRest, id: string) =>
	await rest.waitForExecution(await rest.runWorkflow(id, 'Start'));
const taskIds = ({ data }: Execution) => nodeOutput(data, 'Fotor').map(({ json }) => json.taskId);

describe('Pay Once Per Key', () => {
	it('a schedule that picks up the same rows again pays for each row once', async () => {
		const rest = await signedInRest();
		const rule = { interval: [{ field: 'seconds', secondsInterval: 2 }] };
		const rows = node('Rows', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'rows', options: {} });
		const set = node(
			'Table',
			'n8n-nodes-base.set',
			{ mode: 'raw', jsonOutput: '{"rows": [{"order": "A1"}, {"order": "A2"}]}', options: {} },
			{ typeVersion: 3.4 },
		);
		const schedule = node(
			'Start',
			'n8n-nodes-base.scheduleTrigger',
			{ rule },
			{ typeVersion: 1.2 },
		);
		const id = await create(rest, [schedule, set, rows, upscaler('={{ $json.order }}')]);
		await rest.activateWorkflow(id);
		const finished = async () =>
			(await rest.listExecutions(id)).filter(({ status }) => status === 'success');
		await until(async () => (await finished()).length >= 3, 90_000);
		await rest.deactivateWorkflow(id);
		const executions = await Promise.all(
			(await finished()).slice(-3).map(async (one) => await rest.getExecution(one.id)),
		);
		expect(executions.map(taskIds)).toEqual(
			[1, 2, 3].map(() => sandbox.submissions.map(({ taskId }) => taskId)),
		);
		expect(paid()).toBe(2);
	});

	it('two manual runs with the same key pay once', async () => {
		const rest = await signedInRest();
		const id = await create(rest, [manual(), upscaler('order-1')]);
		const [first, again] = [await runManually(rest, id), await runManually(rest, id)];
		expect(taskIds(first)).toEqual([sandbox.submissions[0]?.taskId]);
		expect(taskIds(again)).toEqual(taskIds(first));
		expect(paid()).toBe(1);
	});

	it('Fotor → Task → Submit pays once per key', async () => {
		const rest = await signedInRest();
		const submit = node('Fotor', 'n8n-nodes-fotor.fotor', {
			resource: 'task',
			operation: 'submit',
			path: '/v1/aiart/retouchskin',
			body: JSON.stringify({ userImageUrl: photo }),
			downloadResult: false,
			options: { taskKey: 'order-1' },
		});
		const id = await create(rest, [manual(), submit]);
		const [first, again] = [await runManually(rest, id), await runManually(rest, id)];
		expect(taskIds(first)).toEqual([sandbox.submissions[0]?.taskId]);
		expect(taskIds(again)).toEqual(taskIds(first));
		expect(paid()).toBe(1);
	});

	it('a task with a key is not paid for again if n8n was killed while the task was in progress', async () => {
		const { tarball, owner } = sharedN8n();
		const userFolder = mkdtempSync(join(tmpdir(), 'n8n-kill-'));
		await installPackage(tarball, userFolder);
		let n8n = await startN8n({ userFolder });
		try {
			await n8n.rest.setUpOwner(owner);
			sandbox.options.taskDurationMs = 600_000;
			const id = await create(n8n.rest, [manual(), upscaler('order-1')]);
			await n8n.rest.runWorkflow(id, 'Start');
			await until(() => paid() === 1);
			process.kill(-n8n.pid, 'SIGKILL');
			await n8n.ended;

			sandbox.options.taskDurationMs = 200;
			n8n = await startN8n({ userFolder });
			await n8n.rest.login(owner);
			const { status, data } = await runManually(n8n.rest, id);
			expect(status).toBe('error');
			expect(data.resultData.error).toMatchObject({
				message: expect.stringContaining('"order-1" in \'Pay Once Per Key\' was used') as string,
				description: expect.stringMatching(/use another key/) as string,
			});
			expect(paid()).toBe(1);
		} finally {
			await n8n.stop();
			rmSync(userFolder, { recursive: true, force: true });
		}
	}, 400_000);
});
