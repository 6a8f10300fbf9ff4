import { createRequire } from 'node:module';
import { join } from 'node:path';
import { N8N_FOLDER } from '../../../harness/n8n/paths';

/** PostgreSQL and Redis, configured with the environment variables that their own tools use. */
const POSTGRES = {
	host: process.env.PGHOST ?? '127.0.0.1',
	port: Number(process.env.PGPORT ?? 5432),
	user: process.env.PGUSER ?? 'postgres',
	password: process.env.PGPASSWORD ?? '',
};
export const REDIS = {
	host: process.env.REDIS_HOST ?? '127.0.0.1',
	port: Number(process.env.REDIS_PORT ?? 6379),
};

const PAGE_TIMEOUT = 3_000;

/** The parts of the drivers that are used here. The drivers come with n8n. */
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
	const client = new Client({ ...POSTGRES, database, connectionTimeoutMillis: PAGE_TIMEOUT });
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
		connectTimeout: PAGE_TIMEOUT,
		retryStrategy: () => null,
	});
	// Ignored, because `connect` rejects with the same error.
	client.on('error', () => {});
	try {
		await client.connect();
		return await work(client);
	} finally {
		client.disconnect();
	}
}

/**
 * Checks that both servers respond.
 * @throws Error that says what is missing and how to start it
 */
export async function requireServices(): Promise<void> {
	const missing: string[] = [];
	await withPostgres('postgres', async () => {}).catch((error: unknown) => {
		missing.push(
			`Can't use PostgreSQL at ${POSTGRES.host}:${POSTGRES.port} as ${POSTGRES.user} (${reason(error)}).
  docker run -d --name queue-postgres -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust postgres:15
  For another server, set PGHOST, PGPORT, PGUSER and PGPASSWORD. The user must be allowed to create databases.`,
		);
	});
	await withRedis(async () => {}).catch((error: unknown) => {
		missing.push(
			`Can't reach Redis at ${REDIS.host}:${REDIS.port} (${reason(error)}).
  docker run -d --name queue-redis -p 6379:6379 redis:7
  For another server, set REDIS_HOST and REDIS_PORT.`,
		);
	});
	if (missing.length > 0) {
		throw new Error(`n8n's queue mode needs these services:\n\n${missing.join('\n\n')}\n`);
	}
}

function reason(error: unknown): string {
	const { code, message } = error as NodeJS.ErrnoException;
	return code ?? message;
}

export async function createDatabase(name: string): Promise<void> {
	await withPostgres('postgres', async (client) => await client.query(`CREATE DATABASE "${name}"`));
}

/** Removes the database and everything n8n stored in Redis under the prefix of the same name. */
export async function removeData(name: string): Promise<void> {
	await withPostgres(
		'postgres',
		async (client) => await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
	);
	await emptyRedis(name);
}

/** Removes what n8n stored in Redis under a prefix, as if a Redis without persistence had been killed. */
export async function emptyRedis(name: string): Promise<void> {
	await withRedis(async (client) => {
		let cursor = '0';
		do {
			const [next, keys] = await client.scan(cursor, 'MATCH', `*${name}*`);
			if (keys.length > 0) await client.del(...keys);
			cursor = next;
		} while (cursor !== '0');
	});
}

/**
 * Environment variables that make every n8n process of one queue use the same data.
 * @param name name of the database, and prefix in Redis
 * @param redisPort port on this machine where n8n reaches Redis
 */
export function queueEnvironment(name: string, redisPort: number): Record<string, string> {
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
		// With n8n's default of 2 connections, a hundred parallel calls queue up and some fail after 20 s.
		DB_POSTGRESDB_POOL_SIZE: '10',
		DB_POSTGRESDB_CONNECTION_TIMEOUT: '60000',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redisPort),
		QUEUE_BULL_PREFIX: name,
		N8N_REDIS_KEY_PREFIX: name,
	};
}
