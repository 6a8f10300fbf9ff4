import { createRequire } from 'node:module';
import { join } from 'node:path';

import { REPOSITORY } from '../../harness/n8n/paths';

/** Loads the client libraries that n8n's own nodes use. The libraries come with n8n. */
const requireOfN8n = createRequire(join(REPOSITORY, 'e2e/n8n/package.json'));

/** n8n credentials for RabbitMQ, MQTT and PostgreSQL on their default ports. */
export const RABBITMQ = {
	hostname: '127.0.0.1',
	port: 5672,
	username: 'guest',
	password: 'guest',
	vhost: '/',
};
export const MQTT = { protocol: 'mqtt', host: '127.0.0.1', port: 1883, clean: true };
export const POSTGRES = {
	host: '127.0.0.1',
	port: 5432,
	database: 'test',
	user: 'postgres',
	password: 'postgres',
	ssl: 'disable',
};

export interface Channel {
	assertQueue(queue: string, options: { durable: boolean }): Promise<unknown>;
	sendToQueue(queue: string, content: Buffer): boolean;
	deleteQueue(queue: string): Promise<unknown>;
}

interface Connection {
	createChannel(): Promise<Channel>;
	close(): Promise<void>;
}

/** @throws Error if RabbitMQ is not running */
export async function connectRabbitMq(): Promise<Connection> {
	const amqplib = requireOfN8n('amqplib') as { connect(options: object): Promise<Connection> };
	return await amqplib.connect(RABBITMQ);
}

interface MqttClient {
	subscribeAsync(topic: string): Promise<unknown>;
	on(event: 'message', listener: (topic: string, payload: Buffer) => void): void;
	endAsync(): Promise<void>;
}

/** @throws Error if no MQTT broker is running */
export async function connectMqtt(): Promise<MqttClient> {
	const mqtt = requireOfN8n('mqtt') as { connectAsync(url: string): Promise<MqttClient> };
	return await mqtt.connectAsync(`mqtt://${MQTT.host}:${MQTT.port}`);
}

interface PostgresClient {
	connect(): Promise<void>;
	query(text: string): Promise<{ rows: Array<Record<string, unknown>> }>;
	end(): Promise<void>;
}

/** @throws Error if PostgreSQL is not running */
export async function connectPostgres(): Promise<PostgresClient> {
	const { Client } = requireOfN8n('pg') as { Client: new (options: object) => PostgresClient };
	const { ssl: _, ...options } = POSTGRES;
	const client = new Client(options);
	await client.connect();
	return client;
}
