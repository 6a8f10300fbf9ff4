import { randomUUID } from 'node:crypto';
import type { INode } from 'n8n-workflow';
import { samplePhoto, startSandbox, type Sandbox, type SandboxTask } from '../../sandbox';
import { signedInRest } from '../support/context';
import { readExample, sandboxCredential, withCredential } from '../../harness/n8n/examples';
import {
	nodeOutput,
	type Execution,
	type N8nRest,
	type SavedWorkflow,
} from '../../harness/n8n/rest';
import { until } from '../support/until';
import { callWebhook, executionsOf, TRIGGER, untilRegistered } from '../../harness/n8n/webhooks';

const ONCE = 'Once per Result';
const COLLECT = 'Collect the File';

describe('The example "Collect with the trigger"', () => {
	let rest: N8nRest;
	let sandbox: Sandbox;
	let workflow: SavedWorkflow;
	let url: string;

	beforeAll(async () => {
		sandbox = await startSandbox();
		rest = await signedInRest();
	});
	afterAll(async () => {
		await sandbox?.close();
	});

	/**
	 * Activates a copy of the example. The copy's trigger lets repeated reports through, so they reach the Remove
	 * Duplicates node.
	 */
	async function activateCopy(changes: Record<string, Partial<INode>> = {}): Promise<void> {
		const credential = await rest.createCredential(sandboxCredential(sandbox));
		const { id: _, ...example } = readExample('collect-with-the-trigger.json', sandbox);
		const webhookId = randomUUID();
		const all: Record<string, Partial<INode>> = {
			...changes,
			[TRIGGER]: { webhookId, parameters: { options: { deduplicate: false } } },
		};
		const nodes = example.nodes.map((node) => ({ ...node, ...all[node.name] }));
		workflow = await rest.createWorkflow(withCredential({ ...example, nodes }, credential));
		await rest.activateWorkflow(workflow.id);
		url = `${new URL(rest.url).origin}/webhook/${webhookId}/webhook`;
		await untilRegistered(url);
	}

	/** Reports a task as Fotor would. @returns the execution that the report starts */
	async function report({ taskId, status, type, ...task }: SandboxTask): Promise<Execution> {
		const earlier = await rest.listAllExecutions(workflow.id);
		const { resultUrl, avatarResult } = task;
		const answer = await callWebhook(url, { taskId, status, type, resultUrl, avatarResult });
		expect(answer.body).toEqual({ received: true, started: true });
		const executions = await executionsOf(rest, workflow.id, earlier.length + 1);
		const [added, ...more] = executions.filter(({ id }) => earlier.every((old) => old.id !== id));
		if (!added || more.length > 0) throw new Error('Expected exactly one execution per report');
		return added;
	}

	it('outputs each portrait from a headshot task once, with its file, even if the task is reported again', async () => {
		await activateCopy();
		const { data, fileName } = samplePhoto();
		const images = ['1', '2', '3'].map((id) => ({
			id,
			url: sandbox.publish(fileName, data),
			hasHsfw: false,
		}));
		const avatarResult = [{ templateId: 'studio', images }];
		const task = sandbox.addTask({ type: 'avatar', avatarResult });

		const first = await report(task);
		expect(first.status).toBe('success');
		const files = nodeOutput(first.data, ONCE).map(({ json, binary }) => [
			json.resultUrl,
			binary?.data?.mimeType,
		]);
		expect(files).toEqual(images.map((image) => [image.url, 'image/jpeg']));

		const again = await report(task);
		expect(again.status).toBe('success');
		expect(nodeOutput(again.data, COLLECT)).toHaveLength(3);
		expect(nodeOutput(again.data, ONCE)).toEqual([]);
	});

	it('routes a failed task to a separate branch', async () => {
		await activateCopy();
		const { data } = await report(sandbox.addTask({ status: 2 }));
		expect(nodeOutput(data, 'Task Failed')).toMatchObject([{ json: { status: 'failed' } }]);
		expect(data.resultData.runData).not.toHaveProperty(COLLECT);
	});

	it('fails when its list of results is full, and works again once the list is cleared', async () => {
		const { nodes } = readExample('collect-with-the-trigger.json', sandbox);
		const once = nodes.find(({ name }) => name === ONCE);
		const options = { ...(once?.parameters.options as object), historySize: 1 };
		const parameters = { ...once?.parameters, options };
		await activateCopy({ [ONCE]: { parameters, retryOnFail: false } });

		expect((await report(sandbox.addTask({}))).status).toBe('success');
		const full = await report(sandbox.addTask({}));
		expect(full.status).toBe('error');
		expect(full.data.resultData.error?.message).toContain('exceeds the maximum history size');
		// The execution still holds the collected results and can be retried.
		expect(nodeOutput(full.data, COLLECT)).toHaveLength(1);

		const emptying = await rest.runWorkflow(workflow.id, 'Every Week');
		expect((await rest.waitForExecution(emptying)).status).toBe('success');
		const next = await report(sandbox.addTask({}));
		expect(nodeOutput(next.data, ONCE)).toHaveLength(1);
	});
});

describe('The example "Collect with a wait loop"', () => {
	let rest: N8nRest;
	let sandbox: Sandbox;

	beforeAll(async () => {
		sandbox = await startSandbox();
		rest = await signedInRest();
	});
	afterAll(async () => {
		await sandbox?.close();
	});

	it('fetches finished tasks while others are in progress, and continues if a status check fails', async () => {
		const quick = sandbox.addTask({});
		const slow = sandbox.addTask({ status: 0 });
		const failing = sandbox.addTask({ status: 0 });
		const credential = await rest.createCredential(sandboxCredential(sandbox));
		const { id: _, ...example } = readExample('collect-with-a-wait-loop.json', sandbox);
		const nodes = example.nodes.map((node) => {
			if (node.name === 'Wait') return { ...node, parameters: { ...node.parameters, amount: 1 } };
			return node.name === 'Check Task' ? { ...node, waitBetweenTries: 500 } : node;
		});
		const submitted = [quick, slow, failing].map(({ taskId }) => ({ json: { taskId } }));
		const { id } = await rest.createWorkflow({
			...withCredential({ ...example, nodes }, credential),
			pinData: { 'Submit Task': submitted },
		});
		const executionId = await rest.runWorkflow(id, 'Start');

		// The first task's file has arrived while the others are still in progress.
		await until(() => sandbox.requests.some(({ path }) => path.startsWith('/files/')));
		sandbox.fail({ on: 'poll', status: 404 });
		await until(() => sandbox.requests.some(({ answered }) => answered === 404));
		const { data, fileName } = samplePhoto();
		Object.assign(slow, { status: 1, resultUrl: sandbox.publish(fileName, data) });
		Object.assign(failing, { status: 2, msg: 'no face found' });

		const execution = await rest.waitForExecution(executionId);
		expect(execution.status).toBe('success');
		const runs = execution.data.resultData.runData;
		const collected = (runs[COLLECT] ?? []).map(({ data }) =>
			(data?.main ?? []).map((items) => items?.map(({ json }) => json.taskId ?? json.error)),
		);
		expect(collected).toEqual([
			[[quick.taskId], []],
			[[slow.taskId], [expect.stringContaining(failing.taskId) as string]],
		]);
		const waits = runs.Wait ?? [];
		expect(runs[COLLECT]?.[0]?.executionIndex).toBeLessThan(waits[1]?.executionIndex ?? 0);
		expect(sandbox.submissions).toEqual([]);
	});
});
