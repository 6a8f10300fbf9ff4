import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireCommand, tail } from '../support/command';
import { ensureN8n } from '../support/install';
import { packPackage } from '../support/package';
import { REPOSITORY } from '../support/paths';
import { N8nRest, type Owner } from '../support/rest';
import { describeQueue } from './support/context';
import { createDatabase, queueEnvironment, removeData, requireServices } from './support/services';
import { startStack } from './support/stack';

const OWNER: Owner = {
	email: 'owner@example.com',
	password: 'Sandbox-owner-1',
	firstName: 'Sandbox',
	lastName: 'Owner',
};

/** `npm run test:queue [-- <jest arguments>]`: the built package in n8n's queue mode; see docs/queue-mode.md. */
async function main(): Promise<number> {
	const say = (text: string) => console.log(text);
	await ensureN8n({ onProgress: say });
	await requireServices();
	say('Building and packing the package');
	await requireCommand('npm', ['run', 'build'], { cwd: REPOSITORY });
	const tarball = await packPackage();

	const database = `fotor_queue_${randomBytes(6).toString('hex')}`;
	const folder = await mkdtemp(join(tmpdir(), 'n8n-queue-'));
	// A signal ends the tests, and what follows cleans up.
	const interrupt = () => jest?.kill();
	process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
	try {
		await createDatabase(database);
		say('Starting n8n: a main, a webhook process and two workers');
		const stack = await startStack(folder, tarball, queueEnvironment(database));
		try {
			await new N8nRest(stack.mainUrl).setUpOwner(OWNER);
			const { mainUrl, webhookUrl } = stack;
			const code = await runJest(
				describeQueue({ mainUrl, webhookUrl, owner: OWNER, database, folder }),
			);
			if (code !== 0) sayLogs(folder);
			return code;
		} finally {
			await stack.stop();
		}
	} catch (error) {
		sayLogs(folder);
		throw error;
	} finally {
		await removeData(database);
		await rm(folder, { recursive: true, force: true });
	}
}

function sayLogs(folder: string): void {
	for (const name of ['main', 'webhook', 'worker-1', 'worker-2']) {
		const file = join(folder, `${name}.log`);
		if (!existsSync(file)) continue;
		const log = readFileSync(file, 'utf8').replace(/^\d+ {5}at .*\n/gm, '');
		console.log(`\nThe end of the log of ${name}:\n${tail(log, 25)}`);
	}
}

let jest: ReturnType<typeof spawn> | undefined;

/** Runs the tests; a jest that was killed counts as failed. */
async function runJest(env: Record<string, string>): Promise<number> {
	jest = spawn(
		process.execPath,
		[
			join(REPOSITORY, 'node_modules', 'jest', 'bin', 'jest.js'),
			'--config=e2e/queue/jest.config.js',
			'--runInBand',
			...process.argv.slice(2),
		],
		{ cwd: REPOSITORY, env: { ...process.env, ...env }, stdio: 'inherit' },
	);
	const [code] = (await once(jest, 'close')) as [number | null];
	return code ?? 1;
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	},
);
