import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { INode, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import { sandboxCredential } from '../../harness/n8n/examples';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import { nodeOutput, TEST_OWNER, type Execution, type N8nRest } from '../../harness/n8n/rest';
import { chain, fotorChain, type ChainNode } from '../../harness/n8n/workflows';
import { startSandbox, type Sandbox } from '../../sandbox';
import { sharedN8n, signedInRest } from '../support/context';
import { builtIn, items } from '../support/builtIn';
import { installExample } from '../support/example';
import { until } from '../support/until';

const TOOL = 'Boat';
/** Timeout in ms. n8n's shortest wait is longer than a minute, so all workflows wait in parallel. */
const PATIENCE = 300_000;

/** In these tests, the package releases the worker after 3 s instead of a minute: see `changeTimes`. */
describe("'Release the Worker' in n8n", () => {
	let sandbox: Sandbox;
	let rest: N8nRest;
	let credential: { id: string; name: string };
	const started: Record<string, { workflowId: string; id: string }> = {};
	let stopped: Execution;
	let member: N8nRest;

	beforeAll(async () => {
		rest = await signedInRest();
		sandbox = await startSandbox({
			taskDurationMs: { '/v1/aiart/img2img': 3_600_000, '*': 20_000 },
		});
		credential = await rest.createCredential(sandboxCredential(sandbox));
		await start('files', fotorChain(...items(3), boat(), paired(), content()));
		await start('two', fotorChain(...items(1), boat(), { ...boat(), name: 'Second Boat' }));
		await start('unsaved', {
			...fotorChain(...items(1), boat(), content()),
			settings: {
				executionOrder: 'v1',
				saveDataSuccessExecution: 'none',
				saveDataErrorExecution: 'none',
				callerPolicy: 'none',
				saveManualExecutions: false,
			},
		});
		await start('timeout', fotorChain(...items(1), endless({ maxWaitTime: 75 })));
		await start(
			'errors',
			fotorChain(...items(1), endless({ maxWaitTime: 75 }, 'continueErrorOutput')),
		);
		await startExample();
		await start('stop', fotorChain(...items(1), endless({})));
		await startLoop();
		await startStep();
		await startEach();
		await startAsMember();
		const { id } = started.stop ?? { id: '' };
		await until(async () => (await rest.getExecution(id)).status === 'waiting', PATIENCE);
		await rest.stopExecution(id);
		stopped = await rest.getExecution(id);
	}, PATIENCE);
	afterAll(async () => await sandbox.close());

	async function start(name: string, workflow: Parameters<N8nRest['createWorkflow']>[0]) {
		const { id } = await rest.createWorkflow({ ...workflow, name });
		started[name] = { workflowId: id, id: await rest.runWorkflow(id, 'Start') };
	}

	/** Starts the video example and makes it save to the folder that n8n may write to. */
	async function startExample() {
		const file = 'video-with-released-waiting.json';
		const fileName = `=${sharedN8n().files}/{{ $json.taskId }}.{{ $binary.data.fileExtension }}`;
		const { id, nodes } = await installExample(rest, sandbox, file, {
			parameters: { 'Save to the Folder': { fileName } },
		});
		const trigger = nodes.find(({ type }) => /trigger$/i.test(type));
		started.video = { workflowId: id, id: await rest.runWorkflow(id, trigger?.name ?? '') };
	}

	/** Starts a workflow in which Loop Over Items processes one item at a time. */
	async function startLoop() {
		const loop = builtIn('Loop', 'splitInBatches', 3, { options: {} });
		const { nodes, connections } = fotorChain(...items(2), loop, boat());
		const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
		const looping = { Loop: { main: [[], to(TOOL)] }, [TOOL]: { main: [to('Loop')] } };
		const settings = { executionOrder: 'v1' as const };
		await start('loop', {
			name: 'loop',
			nodes,
			connections: { ...connections, ...looping },
			settings,
		});
	}

	/** Runs only the tool, as 'Execute step' in the editor does, after the nodes before the tool have run. */
	async function startStep() {
		const before = await rest.createWorkflow(fotorChain(...items(1)));
		const { data } = await rest.waitForExecution(await rest.runWorkflow(before.id, 'Start'));
		const { id } = await rest.createWorkflow(fotorChain(...items(1), boat()));
		const executionId = await rest.runStep(id, TOOL, data.resultData.runData);
		started.step = { workflowId: id, id: executionId };
	}

	/** Starts a workflow that calls a sub-workflow once for each item. */
	async function startEach() {
		const called = builtIn('Called', 'executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' });
		const sub = await rest.createWorkflow({ ...chain(called, boat()), name: 'One Boat' });
		await rest.activateWorkflow(sub.id);
		const workflowId = { __rl: true, mode: 'id', value: sub.id };
		await start(
			'each',
			fotorChain(
				...items(2),
				builtIn('Call', 'executeWorkflow', 1.2, { workflowId, mode: 'each' }),
			),
		);
	}

	/** Starts a workflow as a member, with the member's own credential. */
	async function startAsMember() {
		member = await rest.addMember({ ...TEST_OWNER, email: 'member@example.com' });
		const own = await member.createCredential(sandboxCredential(sandbox));
		const workflow = fotorChain(...items(1), { ...boat(), credentials: { fotorApi: own } });
		const { id } = await member.createWorkflow({ ...workflow, name: 'member' });
		started.member = { workflowId: id, id: await member.runWorkflow(id, 'Start') };
	}

	const ended = async (name: string) =>
		await rest.waitForExecution(started[name]?.id ?? '', PATIENCE);
	const childOf = async (name: string) => {
		const all = await rest.listExecutions(started[name]?.workflowId ?? '');
		const child = all.find(({ mode }) => mode === 'integrated');
		return child && (await rest.getExecution(child.id));
	};

	const boat = (options: INodeParameters = {}): ChainNode => ({
		name: TOOL,
		type: `${PACKAGE_NAME}.fotorTextToImage`,
		typeVersion: 1,
		parameters: {
			prompt: '=a boat with the number {{ $json.list }}',
			options: { whileWaiting: 'release', ...options },
		},
		credentials: { fotorApi: credential },
	});

	/** A tool whose tasks take an hour. */
	const endless = (options: INodeParameters, onError?: INode['onError']): ChainNode =>
		({
			...boat(),
			type: `${PACKAGE_NAME}.fotorImageToImage`,
			parameters: {
				imageSource: 'url',
				imageUrl: `${sandbox.url}/samples/landscape.jpg`,
				options: { whileWaiting: 'release', ...options },
			},
			...(onError ? { onError } : {}),
		}) as ChainNode;

	it(
		'keeps the order, pairing and files of the items',
		async () => {
			const { status, data } = await ended('files');
			expect(status).toBe('success');
			const numbers = nodeOutput(data, 'Paired').map(({ json }) => json.number);
			expect(numbers).toEqual([0, 1, 2]);
			const prompts = nodeOutput(data, TOOL).map(({ json }) => {
				const paid = sandbox.submissions.find(({ taskId }) => taskId === json.taskId);
				return paid?.body.content;
			});
			expect(prompts).toEqual([0, 1, 2].map((n) => `a boat with the number ${n}`));
			for (const { json } of nodeOutput(data, 'Content')) {
				const { format } = await sharp(Buffer.from(json.content as string, 'base64')).metadata();
				expect(format).toBe('jpeg');
			}
		},
		PATIENCE,
	);

	it(
		'waits in two nodes in a row',
		async () => {
			const { status, data } = await ended('two');
			expect(status).toBe('success');
			expect(nodeOutput(data, 'Second Boat')[0]?.json.status).toBe('completed');
		},
		PATIENCE,
	);

	it(
		"hands the file to the next node even if the workflow saves no executions and other workflows can't call it",
		async () => {
			const { id, workflowId } = started.unsaved ?? { id: '', workflowId: '' };
			// The workflow's settings make n8n delete the execution when it ends.
			await until(
				async () => (await rest.listExecutions(workflowId)).every((one) => one.id !== id),
				PATIENCE,
			);
			const child = await childOf('unsaved');
			expect(child?.status).toBe('success');
			const file = nodeOutput(child?.data as never, 'All Finished?')[0]?.binary?.data;
			expect((await rest.downloadBinary(file?.id ?? '')).length).toBeGreaterThan(1_000);
		},
		PATIENCE,
	);

	it(
		'fails with the task ID after a timeout, and Retry does not pay again',
		async () => {
			const { id, status, data } = await ended('timeout');
			const child = await childOf('timeout');
			const taskId = JSON.stringify(child?.data.resultData.error).match(/Task (\w+) was/)?.[1];
			expect(status).toBe('error');
			expect(data.resultData.error?.message).toBe(`Task ${taskId} was not finished after 75 s`);
			expect(String(data.resultData.error?.description)).toContain('Task → Wait');
			const paid = sandbox.submissions.length;
			const retried = await rest.waitForExecution(await rest.retryExecution(id, 'original'));
			expect(retried.status).toBe('error');
			expect(sandbox.submissions).toHaveLength(paid);
		},
		PATIENCE,
	);

	it(
		'sends a failed item to the error output',
		async () => {
			const { status, data } = await ended('errors');
			expect(status).toBe('success');
			expect(nodeOutput(data, TOOL)).toEqual([]);
			const [item] = nodeOutput(data, TOOL, 1);
			expect(item?.json).toMatchObject({
				list: 0,
				details: { taskId: expect.any(String) as string },
			});
			expect(item?.json.error).toContain('was not finished after 75 s');
		},
		PATIENCE,
	);

	it('leaves the task ID in the output of a stopped execution', () => {
		expect(stopped.status).toBe('canceled');
		const [item] = nodeOutput(stopped.data, TOOL);
		const ids = sandbox.submissions.map(({ taskId }) => taskId);
		expect(ids).toContain(item?.json.taskId);
		expect(item?.json.status).toBe('inProgress');
	});

	it(
		'runs the example "Generate a video without holding a worker"',
		async () => {
			const { status, data } = await ended('video');
			expect(status).toBe('success');
			expect(await childOf('video')).toBeDefined();
			const [item] = nodeOutput(data, 'Save to the Folder');
			const file = join(sharedN8n().files, `${item?.json.taskId as string}.mp4`);
			expect((await readFile(file)).subarray(4, 8).toString('latin1')).toBe('ftyp');
		},
		PATIENCE,
	);

	it(
		'waits in every iteration of Loop Over Items',
		async () => {
			const { status, data } = await ended('loop');
			expect(status).toBe('success');
			const done = nodeOutput(data, 'Loop').map(({ json }) => json.taskId);
			const ids = sandbox.submissions.map(({ taskId }) => taskId);
			expect(done).toHaveLength(2);
			expect(new Set(done).size).toBe(2);
			expect(ids).toEqual(expect.arrayContaining(done));
		},
		PATIENCE,
	);

	it(
		"also waits when run with 'Execute step'",
		async () => {
			const { status, data } = await ended('step');
			expect(status).toBe('success');
			expect(nodeOutput(data, TOOL)[0]?.json.status).toBe('completed');
			expect(await childOf('step')).toBeDefined();
		},
		PATIENCE,
	);

	it(
		'works for a member with their own credential',
		async () => {
			const { workflowId, id } = started.member ?? { workflowId: '', id: '' };
			const { status, data } = await member.waitForExecution(id, PATIENCE);
			expect(status).toBe('success');
			const file = nodeOutput(data, TOOL)[0]?.binary?.data;
			expect((await member.downloadBinary(file?.id ?? '')).length).toBeGreaterThan(1_000);
			const modes = (await member.listExecutions(workflowId)).map(({ mode }) => mode);
			expect(modes).toContain('integrated');
		},
		PATIENCE,
	);

	it(
		'holds the worker of a sub-workflow that is called once for each item',
		async () => {
			const { status, data } = await ended('each');
			expect(status).toBe('success');
			expect(nodeOutput(data, 'Call')).toHaveLength(2);
		},
		PATIENCE,
	);

	it(
		'pays once for each item',
		async () => {
			const all = ['files', 'two', 'video', 'loop', 'unsaved', 'timeout', 'errors', 'step', 'each'];
			await Promise.allSettled(all.map(ended));
			await member.waitForExecution(started.member?.id ?? '', PATIENCE);
			// Tasks per execution: 3 + 2 + 1 + 2 + 1 + 1 + 1 + 1 + 2, plus the member's task and the stopped task.
			expect(sandbox.submissions).toHaveLength(16);
		},
		PATIENCE,
	);
});

/** A node that adds the number of the paired input item to each item. */
function paired(): ChainNode {
	const assignments = [
		{ id: 'number', name: 'number', type: 'number', value: "={{ $('Items').item.json.list }}" },
	];
	return builtIn('Paired', 'set', 3.4, {
		assignments: { assignments },
		includeOtherFields: true,
		options: { stripBinary: false },
	});
}

/** A node that reads each item's file. */
function content(): ChainNode {
	return builtIn('Content', 'extractFromFile', 1, {
		operation: 'binaryToPropery',
		destinationKey: 'content',
		options: {},
	});
}
