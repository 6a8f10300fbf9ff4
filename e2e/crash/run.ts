import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, isDeepStrictEqual } from 'node:util';
import { sandboxCredential } from '../../harness/n8n/examples';
import { ensureN8n } from '../../harness/n8n/install';
import { buildPackage, installPackage, packPackage, changeTimes } from '../../harness/n8n/package';
import { freePort } from '../../harness/n8n/ports';
import { TEST_OWNER } from '../../harness/n8n/rest';
import { killServer, startN8n, type N8nServer } from '../../harness/n8n/server';
import { startSandbox } from '../../sandbox';
import { exitWith } from '../support/jest';
import { cells, DURATIONS } from './cells';
import { leftOf, startAll } from './moments';
import { retry, startRetryCases } from './retries';

/**
 * `npm run test:crash`: kills n8n at each stage of 'Release the Worker', restarts n8n, and checks the outcomes against
 * docs/waiting.md. Then kills n8n once more, and checks what a retry of the crashed executions does.
 */
async function main(): Promise<number> {
	await ensureN8n({ onProgress: console.log });
	await buildPackage();
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-crash-'));
	const sandbox = await startSandbox({ taskDurationMs: DURATIONS });
	let n8n: N8nServer | undefined;
	try {
		const tarball = await packPackage(userFolder);
		changeTimes(await installPackage(tarball, userFolder));
		const port = await freePort();
		n8n = await startN8n({ userFolder, port });
		await n8n.rest.setUpOwner(TEST_OWNER);
		const credential = await n8n.rest.createCredential(sandboxCredential(sandbox));
		const killAndRestart = async (running: N8nServer): Promise<N8nServer> => {
			console.log('Killing n8n with SIGKILL');
			killServer(running.pid);
			await running.ended;
			const again = await startN8n({ userFolder, port });
			await again.rest.login(TEST_OWNER);
			console.log('Started again');
			return again;
		};
		const started = await startAll(n8n.rest, sandbox, cells({ sandbox, credential }));
		n8n = await killAndRestart(n8n);
		const { rest } = n8n;
		const wrong: string[] = [];
		for (const one of started) {
			const left = await leftOf(rest, sandbox, one);
			const isRight = one.cell.left.some((each) => isDeepStrictEqual(left, each));
			console.log(
				`${isRight ? 'as expected' : 'WRONG'}: killed ${one.cell.moment}: ${inspect(left)}`,
			);
			if (!isRight) wrong.push(one.cell.moment);
		}
		const retried = await startRetryCases({ url: n8n.url, rest, sandbox, credential });
		n8n = await killAndRestart(n8n);
		for (const { name, id, outcome } of retried) {
			const actual = await retry(n8n.rest, sandbox, id);
			const isRight = outcome.test(actual);
			console.log(`${isRight ? 'as expected' : 'WRONG'}: retried an execution ${name}: ${actual}`);
			if (!isRight) wrong.push(name);
		}
		const passed = started.length + retried.length - wrong.length;
		console.log(`Tests: ${wrong.length} failed, ${passed} passed`);
		return wrong.length === 0 ? 0 : 1;
	} finally {
		await n8n?.stop();
		await sandbox.close();
		await rm(userFolder, { recursive: true, force: true });
	}
}

exitWith(main);
