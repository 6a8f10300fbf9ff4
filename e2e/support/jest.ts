import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { REPOSITORY } from '../../harness/n8n/paths';

/**
 * Runs jest with the command-line arguments. If a signal ends the tests early, they count as failed, and the caller
 * can still clean up.
 * @returns jest's exit code
 */
export async function runJest(config: string, env: Record<string, string>): Promise<number> {
	const jest = spawn(
		process.execPath,
		[
			join(REPOSITORY, 'node_modules', 'jest', 'bin', 'jest.js'),
			`--config=${config}`,
			...process.argv.slice(2),
		],
		{ cwd: REPOSITORY, env: { ...process.env, ...env }, stdio: 'inherit' },
	);
	const interrupt = () => void jest.kill();
	process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
	const [code] = (await once(jest, 'close')) as [number | null];
	return code ?? 1;
}

/** Exits with the code that `main` returns. If `main` throws, prints the message and exits with code 1. */
export function exitWith(main: () => Promise<number>): void {
	main().then(
		(code) => process.exit(code),
		(error: unknown) => {
			console.error(error instanceof Error ? error.message : error);
			process.exit(1);
		},
	);
}
