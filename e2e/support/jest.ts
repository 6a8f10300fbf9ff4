import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { REPOSITORY } from '../../harness/n8n/paths';

/**
 * Runs tests one file after the other, with the arguments of the command line. A signal ends them early; they then
 * count as failed, and the caller goes on to clean up.
 * @returns the exit code of jest
 */
export async function runJest(config: string, env: Record<string, string>): Promise<number> {
	const jest = spawn(
		process.execPath,
		[
			join(REPOSITORY, 'node_modules', 'jest', 'bin', 'jest.js'),
			`--config=${config}`,
			'--runInBand',
			...process.argv.slice(2),
		],
		{ cwd: REPOSITORY, env: { ...process.env, ...env }, stdio: 'inherit' },
	);
	const interrupt = () => void jest.kill();
	process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
	const [code] = (await once(jest, 'close')) as [number | null];
	return code ?? 1;
}

/** Ends this process with the code that `main` gives, or with 1 and the message of what it throws. */
export function exitWith(main: () => Promise<number>): void {
	main().then(
		(code) => process.exit(code),
		(error: unknown) => {
			console.error(error instanceof Error ? error.message : error);
			process.exit(1);
		},
	);
}
