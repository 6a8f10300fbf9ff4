import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, tail } from '../harness/n8n/command';
import { EXAMPLE_CREDENTIAL, readExample, sandboxCredential } from '../harness/n8n/examples';
import { buildPackage, installPackage, packPackage } from '../harness/n8n/package';
import { startSandbox, type Sandbox } from '../sandbox';
import { exitWith } from './support/jest';

/** Timeout of a command, in ms. The first command also pulls the Docker image. */
const LIMIT = 900_000;
/** Path of n8n's user folder in the container. */
const INSIDE = '/data';

/**
 * `npm run test:docker [-- <image>]`: tests the package in n8n's Docker image, with the sandbox on this machine. Uses
 * the tarball in `FOTOR_TARBALL` (such as the published package), or packs this repository. Needs Linux and Docker.
 */
async function main(): Promise<number> {
	const image = process.argv[2] ?? 'n8nio/n8n:latest';
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-docker-'));
	const sandbox = await startSandbox({ taskDurationMs: 1_500 });
	try {
		// In the container, n8n runs as a different user, who must be able to write to this folder.
		await chmod(userFolder, 0o777);
		await installPackage(process.env.FOTOR_TARBALL ?? (await pack(userFolder)), userFolder);
		await writeInput(userFolder, sandbox);
		const n8n = async (...args: string[]) => await runInContainer(image, userFolder, args);
		await n8n('import:credentials', `--input=${INSIDE}/credentials.json`);
		await n8n('import:workflow', `--input=${INSIDE}/workflow.json`);
		const { id } = readExample('replace-part-of-a-photo.json', sandbox);
		const { stdout } = await n8n('execute', `--id=${id}`, '--rawOutput');
		const isDone = /"status":\s*"completed"/.test(stdout) && sandbox.stats().submissions === 1;
		console.log(isDone ? `1 passed, 0 failed (${image})` : tail(stdout, 60));
		return isDone ? 0 : 1;
	} finally {
		await sandbox.close();
		await rm(userFolder, { recursive: true, force: true });
	}
}

async function pack(folder: string): Promise<string> {
	await buildPackage();
	return await packPackage(folder);
}

/** Writes the example workflow and its credential for n8n's import commands. */
async function writeInput(folder: string, sandbox: Sandbox): Promise<void> {
	const credential = { ...sandboxCredential(sandbox), ...EXAMPLE_CREDENTIAL };
	const example = readExample('replace-part-of-a-photo.json', sandbox);
	const workflow = { active: false, settings: {}, ...example };
	await writeFile(join(folder, 'credentials.json'), JSON.stringify([credential]));
	await writeFile(join(folder, 'workflow.json'), JSON.stringify([workflow]));
}

/** Runs one n8n command in a container that can reach this machine's loopback interface. */
async function runInContainer(image: string, userFolder: string, args: string[]) {
	const settings = [
		`N8N_USER_FOLDER=${INSIDE}`,
		'N8N_ENCRYPTION_KEY=sandbox',
		'N8N_DIAGNOSTICS_ENABLED=false',
		'N8N_VERSION_NOTIFICATIONS_ENABLED=false',
	].flatMap((setting) => ['--env', setting]);
	const volume = ['--volume', `${userFolder}:${INSIDE}`];
	const command = ['run', '--rm', '--network', 'host', ...volume, ...settings, image, ...args];
	const result = await runCommand('docker', command, { timeout: LIMIT });
	if (result.code === 0) return result;
	throw new Error(
		`"n8n ${args.join(' ')}" failed with exit code ${result.code}:\n${tail(result.output)}`,
	);
}

exitWith(main);
