import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INode, INodeParameters } from 'n8n-workflow';
import { samplePhoto, samplePortrait, startSandbox, type Sandbox } from '../../sandbox';
import { sandboxCredential } from '../../harness/n8n/examples';
import { REPOSITORY } from '../../harness/n8n/paths';
import { nodeOutput, type N8nRest } from '../../harness/n8n/rest';
import { callWebhook, executionsOf, untilRegistered } from '../../harness/n8n/webhooks';
import { signedInRest } from '../support/context';
import { until } from '../support/until';

/** Credential for RabbitMQ. Without RabbitMQ, the test for redelivered messages is skipped. */
const RABBITMQ = {
	hostname: 'localhost',
	port: 5672,
	username: 'guest',
	password: 'guest',
	vhost: '/',
};

interface Channel {
	assertQueue(queue: string, options: { durable: boolean }): Promise<unknown>;
	sendToQueue(queue: string, content: Buffer): boolean;
	deleteQueue(queue: string): Promise<unknown>;
}
interface Connection {
	createChannel(): Promise<Channel>;
	close(): Promise<void>;
}

/** Connects with the client of n8n's own RabbitMQ node. Returns undefined if RabbitMQ is not running. */
async function connectRabbitMq(): Promise<Connection | undefined> {
	const amqplib = createRequire(join(REPOSITORY, 'e2e/n8n/package.json'))('amqplib') as {
		connect(options: object): Promise<Connection>;
	};
	return await amqplib.connect(RABBITMQ).catch(() => undefined);
}

describe('Fotor nodes in chains', () => {
	let sandbox: Sandbox;
	let rest: N8nRest;
	let fotorApi: { id: string; name: string };

	beforeEach(async () => {
		sandbox = await startSandbox({ taskDurationMs: 200 });
		rest = await signedInRest();
		fotorApi = await rest.createCredential(sandboxCredential(sandbox));
	});
	afterEach(async () => await sandbox.close());

	const node = (
		name: string,
		type: string,
		parameters: INodeParameters,
		more: Partial<INode> = {},
	) =>
		({
			id: randomUUID(),
			name,
			type,
			typeVersion: 1,
			position: [0, 0],
			parameters,
			...(type.startsWith('n8n-nodes-fotor.') ? { credentials: { fotorApi } } : {}),
			...more,
		}) as INode;
	const start = () => node('Start', 'n8n-nodes-base.manualTrigger', {});
	/**
	 * Creates a workflow that runs the nodes in the given order. The last node is connected to the second-to-last
	 * node's output number `output`.
	 */
	const create = async (nodes: INode[], output = 0) => {
		const connections = Object.fromEntries(
			nodes.slice(0, -1).map(({ name }, index) => {
				const next = [{ node: nodes[index + 1]?.name ?? '', type: 'main' as const, index: 0 }];
				const isLast = index === nodes.length - 2;
				return [name, { main: isLast && output ? [[], next] : [next] }];
			}),
		);
		const settings = { executionOrder: 'v1' as const };
		return (await rest.createWorkflow({ name: randomUUID(), nodes, connections, settings })).id;
	};
	const upscaler = (parameters: INodeParameters, more: Partial<INode> = {}) =>
		node('Upscale', 'n8n-nodes-fotor.fotorUpscaler', { imageSource: 'url', ...parameters }, more);
	const photo = () => sandbox.publish('photo.jpg', samplePhoto().data);
	/** Makes the sandbox reject the tool's first status check, so the tool does not get its task's result. */
	const rejectStatusCheck = () => sandbox.fail({ on: 'poll', status: 400, times: 1 });

	it('Summarize totals the cost of three headshots from one task', async () => {
		const portrait = sandbox.publish('portrait.jpg', samplePortrait().data);
		const templates = {
			template: [{ templateId: '864756a6-2068-49a0-9329-a9c110147b71', count: 3 }],
		};
		const workflowId = await create([
			start(),
			node('Headshots', 'n8n-nodes-fotor.fotorHeadshot', {
				imageSource: 'url',
				imageUrl: portrait,
				templates,
			}),
			node(
				'Total',
				'n8n-nodes-base.summarize',
				{ fieldsToSummarize: { values: [{ aggregation: 'sum', field: 'tokensUsed' }] } },
				{ typeVersion: 1.1 },
			),
		]);
		const before = sandbox.credits.remaining;
		const { data } = await rest.waitForExecution(await rest.runWorkflow(workflowId, 'Start'));
		expect(nodeOutput(data, 'Headshots')).toHaveLength(3);
		expect(nodeOutput(data, 'Total')[0]?.json).toEqual({ sum_tokensUsed: 3 });
		expect(before - sandbox.credits.remaining).toBe(3);
	});

	it('a form with three files creates three tasks from one item', async () => {
		const webhookId = randomUUID();
		const form = node(
			'Form',
			'n8n-nodes-base.formTrigger',
			{
				formTitle: 'Photos',
				formFields: { values: [{ fieldLabel: 'Photos', fieldType: 'file', multipleFiles: true }] },
				responseMode: 'onReceived',
				options: {},
			},
			{ webhookId, typeVersion: 2.2 },
		);
		const workflowId = await create([
			form,
			upscaler({ imageSource: 'binary', imageBinaryProperty: 'Photos_*' }),
		]);
		await rest.activateWorkflow(workflowId);
		const url = `${new URL(rest.url).origin}/form/${webhookId}`;
		await until(async () => (await fetch(url)).status === 200);
		const body = new FormData();
		for (const n of [0, 1, 2]) {
			const file = new Blob([new Uint8Array(samplePhoto().data)], { type: 'image/jpeg' });
			body.append('field-0', file, `photo${n}.jpg`);
		}
		expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
		const [execution] = await executionsOf(rest, workflowId, 1);
		if (!execution) throw new Error('The form did not start an execution');
		const items = nodeOutput(execution.data, 'Upscale');
		expect(items.map(({ json }) => json.inputField)).toEqual(['Photos_0', 'Photos_1', 'Photos_2']);
		// n8n numbers the files in the order in which it stored them. Each result is named after the file it was made
		// from.
		const [sent] = nodeOutput(execution.data, 'Form');
		const names = ['Photos_0', 'Photos_1', 'Photos_2'].map((field) =>
			sent?.binary?.[field]?.fileName?.replace('.jpg', ''),
		);
		expect([...names].sort()).toEqual(['photo0', 'photo1', 'photo2']);
		expect(items.map(({ binary }) => binary?.data?.fileName)).toEqual(
			names.map((name) => expect.stringMatching(`^${name}-upscaler\\.`) as string),
		);
		expect(sandbox.submissions).toHaveLength(3);
	});

	it("Task → Wait on the error output collects a failed item's task", async () => {
		const workflowId = await create(
			[
				start(),
				upscaler({ imageUrl: photo() }, { onError: 'continueErrorOutput' }),
				node('Collect', 'n8n-nodes-fotor.fotor', { resource: 'task', operation: 'wait' }),
			],
			1,
		);
		rejectStatusCheck();
		const { status, data } = await rest.waitForExecution(
			await rest.runWorkflow(workflowId, 'Start'),
		);
		expect(status).toBe('success');
		expect(nodeOutput(data, 'Collect')[0]?.json).toMatchObject({
			status: 'completed',
			taskId: sandbox.submissions[0]?.taskId,
		});
		expect(sandbox.submissions).toHaveLength(1);
	});

	it('rows with a key are paid for once, even if they arrive again or in parallel', async () => {
		const webhookId = randomUUID();
		const webhook = node(
			'Webhook',
			'n8n-nodes-base.webhook',
			{ httpMethod: 'POST', path: webhookId, responseMode: 'onReceived', options: {} },
			{ webhookId, typeVersion: 2 },
		);
		const workflowId = await create([
			webhook,
			node('Rows', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.rows', options: {} }),
			upscaler({ imageUrl: photo(), options: { taskKey: '={{ $json.order }}' } }),
		]);
		await rest.activateWorkflow(workflowId);
		const url = `${new URL(rest.url).origin}/webhook/${webhookId}`;
		await untilRegistered(url);
		await sleep(500);
		sandbox.submissions.splice(0);
		const started = (await rest.listExecutions(workflowId)).length;
		const rows = { rows: [{ order: 'A1' }, { order: 'A2' }] };
		await Promise.all([callWebhook(url, rows), callWebhook(url, rows)]);
		await executionsOf(rest, workflowId, started + 2);
		await callWebhook(url, rows);
		const executions = (await executionsOf(rest, workflowId, started + 3)).slice(0, 3);
		const ids = executions.map(({ data }) =>
			nodeOutput(data, 'Upscale').map(({ json }) => json.taskId),
		);
		expect(ids[1]).toEqual(ids[0]);
		expect(ids[2]).toEqual(ids[0]);
		expect(sandbox.submissions).toHaveLength(2);
	});

	it('a message that RabbitMQ redelivers after a failed wait is paid for once', async () => {
		const connection = await connectRabbitMq();
		if (!connection) return console.warn('Skipped: no RabbitMQ on this machine');
		const queue = `fotor-${randomUUID()}`;
		const channel = await connection.createChannel();
		await channel.assertQueue(queue, { durable: true });
		try {
			const rabbitmq = await rest.createCredential({
				name: 'RabbitMQ',
				type: 'rabbitmq',
				data: RABBITMQ,
			});
			const trigger = node(
				'Message',
				'n8n-nodes-base.rabbitmqTrigger',
				{
					queue,
					options: {
						acknowledge: 'executionFinishesSuccessfully',
						jsonParseBody: true,
						onlyContent: true,
					},
				},
				{ credentials: { rabbitmq } },
			);
			const options = { taskKey: '={{ $json.id }}' };
			const workflowId = await create([trigger, upscaler({ imageUrl: photo(), options })]);
			// Three rejected status checks make three deliveries fail.
			sandbox.fail({ on: 'poll', status: 400, times: 3 });
			await rest.activateWorkflow(workflowId);
			channel.sendToQueue(queue, Buffer.from(JSON.stringify({ id: 'message-1' })));
			await until(
				async () =>
					(await rest.listExecutions(workflowId)).some(({ status }) => status === 'success'),
				60_000,
			);
			const statuses = (await rest.listExecutions(workflowId)).map(({ status }) => status);
			expect(statuses).toEqual(['success', 'error', 'error', 'error']);
			expect(sandbox.submissions).toHaveLength(1);
			await rest.deactivateWorkflow(workflowId);
		} finally {
			await channel.deleteQueue(queue);
			await connection.close();
		}
	});
});
