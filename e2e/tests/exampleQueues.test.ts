import { randomUUID } from 'node:crypto';

import { nodeOutput, type N8nRest } from '../../harness/n8n/rest';
import { executionsOf } from '../../harness/n8n/webhooks';
import { samplePhoto, sampleProduct, startSandbox, type Sandbox } from '../../sandbox';
import {
	connectMqtt,
	connectPostgres,
	connectRabbitMq,
	MQTT,
	POSTGRES,
	RABBITMQ,
} from '../support/brokers';
import { signedInRest } from '../support/context';
import { installExample, runExample } from '../support/example';
import { until } from '../support/until';

let rest: N8nRest;
let sandbox: Sandbox;
beforeAll(async () => {
	rest = await signedInRest();
	sandbox = await startSandbox({ taskDurationMs: 50 });
});
afterAll(async () => await sandbox.close());

it('The example "Make listing images for new products" saves images and failures in the database', async () => {
	const schema = `fotor_${randomUUID().replaceAll('-', '')}`;
	const database = await connectPostgres();
	const query = async (text: string) => (await database.query(text)).rows;
	try {
		const image = sandbox.publish('bottle.jpg', sampleProduct().data);
		await query(`CREATE SCHEMA ${schema}`);
		await query(`SET search_path TO ${schema}`);
		await query(
			'CREATE TABLE products (sku text primary key, image_url text, status text, message text)',
		);
		await query('CREATE TABLE product_images (sku text, scene text, url text unique)');
		await query(
			`INSERT INTO products VALUES ('A-1', '${image}', 'new'), ('A-2', 'no URL', 'new'), ('A-3', '${image}', 'done')`,
		);
		const postgres = await rest.createCredential({
			name: 'Postgres',
			type: 'postgres',
			data: POSTGRES,
		});
		const workflow = await installExample(rest, sandbox, 'database-queue.json', {
			credentials: { 'n8n-nodes-base.postgres': { postgres } },
		});
		for (const node of workflow.nodes) {
			const { query: text } = node.parameters;
			if (typeof text !== 'string') continue;
			node.parameters.query = text.replaceAll(/\b(products|product_images)\b/g, `${schema}.$1`);
		}
		await rest.updateWorkflow(workflow.id, workflow);

		expect((await runExample(rest, workflow)).status).toBe('success');
		expect(await query('SELECT sku, status FROM products ORDER BY sku')).toEqual([
			{ sku: 'A-1', status: 'done' },
			{ sku: 'A-2', status: 'failed' },
			{ sku: 'A-3', status: 'done' },
		]);
		const [failed] = await query("SELECT message FROM products WHERE sku = 'A-2'");
		expect(failed?.message).toContain('no URL');
		const saved = await query('SELECT sku, scene, url FROM product_images');
		expect(saved).toHaveLength(2);
		expect(saved[0]).toMatchObject({
			sku: 'A-1',
			url: expect.stringContaining(sandbox.url) as string,
		});
		expect(sandbox.submissions).toHaveLength(1);
	} finally {
		await query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
		await database.end();
	}
});

it('The example "Restore and colorize from a message queue" replies over MQTT and pays once per message', async () => {
	sandbox.reset();
	sandbox.options.taskDurationMs = 50;
	const queue = `fotor-${randomUUID()}`;
	const topic = `fotor/${randomUUID()}`;
	const connection = await connectRabbitMq();
	const channel = await connection.createChannel();
	const mqttClient = await connectMqtt();
	const published: unknown[] = [];
	try {
		await channel.assertQueue(queue, { durable: true });
		await mqttClient.subscribeAsync(topic);
		mqttClient.on('message', (_topic, payload) => published.push(JSON.parse(String(payload))));
		const rabbitmq = await rest.createCredential({
			name: 'RabbitMQ',
			type: 'rabbitmq',
			data: RABBITMQ,
		});
		const mqtt = await rest.createCredential({ name: 'MQTT', type: 'mqtt', data: MQTT });
		const workflow = await installExample(rest, sandbox, 'message-queues.json', {
			credentials: {
				'n8n-nodes-base.rabbitmqTrigger': { rabbitmq },
				'n8n-nodes-base.mqtt': { mqtt },
			},
			parameters: { 'RabbitMQ Trigger': { queue }, 'Publish Result': { topic } },
		});
		// The first delivery fails after its first task has been paid for.
		sandbox.fail({ on: 'poll', status: 400 });
		await rest.activateWorkflow(workflow.id);
		const imageUrl = sandbox.publish('photo.jpg', samplePhoto().data);
		channel.sendToQueue(queue, Buffer.from(JSON.stringify({ id: 'scan-7', imageUrl })));
		await until(() => published.length > 0, 60_000);
		await rest.deactivateWorkflow(workflow.id);

		const [last, first] = await executionsOf(rest, workflow.id, 2);
		expect([first?.status, last?.status]).toEqual(['error', 'success']);
		const [result] = last ? nodeOutput(last.data, 'Colorize') : [];
		expect(published).toEqual([{ id: 'scan-7', url: result?.json.resultUrl }]);
		expect(sandbox.submissions.map(({ path }) => path.split('/').at(-1))).toEqual([
			'restoration',
			'colorize',
		]);
	} finally {
		await channel.deleteQueue(queue);
		await connection.close();
		await mqttClient.endAsync();
	}
});
