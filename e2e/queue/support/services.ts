import { createRequire } from 'node:module';
import { join } from 'node:path';
import { N8N_FOLDER } from '../../../harness/n8n/paths';

/** Where PostgreSQL and Redis are, by the variables that their own programs use. */
const POSTGRES = {
	host: process.env.PGHOST ?? '127.0.0.1',
	port: Number(process.env.PGPORT ?? 5432),
	user: process.env.PGUSER ?? 'postgres',
	password: process.env.PGPASSWORD ?? '',
};
const REDIS = {
	host: process.env.REDIS_HOST ?? '127.0.0.1',
	port: Number(process.env.REDIS_PORT ?? 6379),
};

const PATIENCE = 3_000;

/** What is used of the drivers, which come with n8n. */
interface PostgresClient {
	connect(): Promise<void>;
	query<Row>(text: string, values?: unknown[]): Promise<{ rows: Row[] }>;
	end(): Promise<void>;
}
interface RedisClient {
	connect(): Promise<void>;
	scan(cursor: string, match: 'MATCH', pattern: string): Promise<[string, string[]]>;
	del(...keys: string[]): Promise<number>;
	on(event: 'error', listener: () => void): void;
	disconnect(): void;
}

const fromN8n = createRequire(join(N8N_FOLDER, 'package.json'));

/** Runs queries on one of the server's databases. */
export async function withPostgres<T>(
	database: string,
	work: (client: PostgresClient) => Promise<T>,
): Promise<T> {
	const { Client } = fromN8n('pg') as { Client: new (options: object) => PostgresClient };
	const client = new Client({ ...POSTGRES, database, connectionTimeoutMillis: PATIENCE });
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}

async function withRedis<T>(work: (client: RedisClient) => Promise<T>): Promise<T> {
	const Redis = fromN8n('ioredis') as new (options: object) => RedisClient;
	const client = new Redis({
		...REDIS,
		lazyConnect: true,
		connectTimeout: PATIENCE,
		retryStrategy: () => null,
	});
	// The promise of `connect` says the same.
	client.on('error', () => {});
	try {
		await client.connect();
		return await work(client);
	} finally {
		client.disconnect();
	}
}

/**
 * Makes sure that both servers answer.
 * @throws Error that says what is missing, and how to start it
 */
export async function requireServices(): Promise<void> {
	const missing: string[] = [];
	await withPostgres('postgres', async () => {}).catch((error: unknown) => {
		missing.push(
			`PostgreSQL can't be used at ${POSTGRES.host}:${POSTGRES.port} as ${POSTGRES.user} (${reason(error)}).
  docker run -d --name queue-postgres -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust postgres:15
  One elsewhere: PGHOST, PGPORT, PGUSER, PGPASSWORD; the user must be allowed to create a database.`,
		);
	});
	await withRedis(async () => {}).catch((error: unknown) => {
		missing.push(
			`Redis can't be reached at ${REDIS.host}:${REDIS.port} (${reason(error)}).
  docker run -d --name queue-redis -p 6379:6379 redis:7
  One elsewhere: REDIS_HOST, REDIS_PORT.`,
		);
	});
	if (missing.length > 0) {
		throw new Error(`n8n's queue mode needs what is not there:\n\n${missing.join('\n\n')}\n`);
	}
}

function reason(error: unknown): string {
	const { code, message } = error as NodeJS.ErrnoException;
	return code ?? message;
}

export async function createDatabase(name: string): Promise<void> {
	await withPostgres('postgres', async (client) => await client.query(`CREATE DATABASE "${name}"`));
}

/** Removes the database and everything that n8n has put into Redis under a prefix of the same name. */
export async function removeData(name: string): Promise<void> {
	await withPostgres(
		'postgres',
		async (client) => await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
	);
	await withRedis(async (client) => {
		let cursor = '0';
		do {
			const [next, keys] = await client.scan(cursor, 'MATCH', `*${name}*`);
			if (keys.length > 0) await client.del(...keys);
			cursor = next;
		} while (cursor !== '0');
	});
}

/** The environment with which every n8n process of one queue works on the same data. */
export function queueEnvironment(name: string): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		N8N_DEFAULT_BINARY_DATA_MODE: 'database',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: POSTGRES.host,
		DB_POSTGRESDB_PORT: String(POSTGRES.port),
		DB_POSTGRESDB_USER: POSTGRES.user,
		DB_POSTGRESDB_PASSWORD: POSTGRES.password,
		DB_POSTGRESDB_DATABASE: name,
		// With n8n's 2 connections a hundred calls at once wait for each other, and some give up after 20 s.
		DB_POSTGRESDB_POOL_SIZE: '10',
		DB_POSTGRESDB_CONNECTION_TIMEOUT: '60000',
		QUEUE_BULL_REDIS_HOST: REDIS.host,
		QUEUE_BULL_REDIS_PORT: String(REDIS.port),
		QUEUE_BULL_PREFIX: name,
		N8N_REDIS_KEY_PREFIX: name,
	};
}
