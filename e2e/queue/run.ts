import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tail } from '../../harness/n8n/command';
import { ensureN8n } from '../../harness/n8n/install';
import { exitWith, runJest } from '../support/jest';
import { buildPackage, packPackage } from '../../harness/n8n/package';
import { N8nRest, TEST_OWNER } from '../../harness/n8n/rest';
import { describeQueue } from './support/context';
import { startRedisProxy } from './support/redisProxy';
import { createDatabase, queueEnvironment, removeData, requireServices } from './support/services';
import { startStack } from './support/stack';

/** `npm run test:queue [-- <jest arguments>]`: tests the built package in n8n's queue mode; see docs/queue-mode.md. */
async function main(): Promise<number> {
	const say = (text: string) => console.log(text);
	await ensureN8n({ onProgress: say });
	await requireServices();
	say('Building and packing the package');
	await buildPackage();
	const database = `fotor_queue_${randomBytes(6).toString('hex')}`;
	const folder = await mkdtemp(join(tmpdir(), 'n8n-queue-'));
	const redis = await startRedisProxy(folder);
	try {
		const tarball = await packPackage(folder);
		await createDatabase(database);
		say('Starting n8n: a main process, a webhook process and two workers');
		const stack = await startStack(folder, tarball, queueEnvironment(database, redis.port));
		try {
			await new N8nRest(stack.mainUrl).setUpOwner(TEST_OWNER);
			const { mainUrl, webhookUrl } = stack;
			const env = describeQueue({ mainUrl, webhookUrl, owner: TEST_OWNER, database, folder });
			const code = await runJest('e2e/queue/jest.config.js', env);
			if (code !== 0) sayLogs(folder);
			return code;
		} finally {
			await stack.stop();
		}
	} catch (error) {
		sayLogs(folder);
		throw error;
	} finally {
		redis.close();
		await removeData(database);
		await rm(folder, { recursive: true, force: true });
	}
}

function sayLogs(folder: string): void {
	for (const name of ['main', 'webhook', 'worker-1', 'worker-2']) {
		const file = join(folder, `${name}.log`);
		if (!existsSync(file)) continue;
		const log = readFileSync(file, 'utf8').replace(/^\d+ {5}at .*\n/gm, '');
		console.log(`\nEnd of the ${name} log:\n${tail(log, 25)}`);
	}
}

exitWith(main);
