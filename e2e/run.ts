import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './support/chromium';
import { tail } from '../harness/n8n/command';
import { describeN8n } from './support/context';
import { ensureN8n } from '../harness/n8n/install';
import { exitWith, runJest } from './support/jest';
import { buildPackage, installPackage, packPackage, changeTimes } from '../harness/n8n/package';
import { TEST_OWNER } from '../harness/n8n/rest';
import { startN8n } from '../harness/n8n/server';

/**
 * `npm run test:e2e [-- <jest arguments>]`: tests the built package in one real n8n instance, shared by all test files.
 */
async function main(): Promise<number> {
	const say = (text: string) => console.log(text);
	await ensureN8n({ onProgress: say });
	await ensureChromium(say);
	say('Building and packing the package');
	await buildPackage();
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-e2e-'));
	try {
		const tarball = await packPackage(userFolder);
		changeTimes(await installPackage(tarball, userFolder));
		// The only folder that n8n's file nodes may use.
		const files = join(userFolder, 'files');
		await mkdir(files);
		say('Starting n8n');
		const n8n = await startN8n({ userFolder, env: { N8N_RESTRICT_FILE_ACCESS_TO: files } });
		try {
			await n8n.rest.setUpOwner(TEST_OWNER);
			const env = describeN8n({ url: n8n.url, tarball, files, owner: TEST_OWNER });
			const code = await runJest('e2e/jest.config.js', env);
			if (code !== 0) say(`\nEnd of n8n's log:\n${tail(withoutStacks(n8n.log()), 80)}`);
			return code;
		} finally {
			await n8n.stop();
		}
	} finally {
		await rm(userFolder, { recursive: true, force: true });
	}
}

/** Removes stack traces, which would push everything else out of view. */
function withoutStacks(log: string): string {
	return log.replace(/^ {4}at .*\n/gm, '');
}

exitWith(main);
