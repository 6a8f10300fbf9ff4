import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface CommandOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Called with each line printed to stdout or stderr. */
	onLine?: (line: string) => void;
	/** Milliseconds before the command is killed and counts as failed. */
	timeout?: number;
}

export interface CommandResult {
	code: number | null;
	stdout: string;
	/** The lines of stdout and stderr, in the order in which they arrived. */
	output: string;
}

/** The last lines of a log, for error messages. */
export function tail(text: string, lines = 40): string {
	return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/** Runs a command until it ends, whatever its exit code. */
export async function runCommand(
	command: string,
	args: string[],
	{ cwd, env = process.env, onLine, timeout }: CommandOptions = {},
): Promise<CommandResult> {
	const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout });
	// Stop the child if this process exits early.
	const end = () => child.kill();
	process.once('exit', end);

	const stdout: string[] = [];
	const output: string[] = [];
	const readLines = (stream: NodeJS.ReadableStream, kept: string[][]) =>
		createInterface({ input: stream }).on('line', (line) => {
			for (const lines of kept) lines.push(line);
			onLine?.(line);
		});
	readLines(child.stdout, [stdout, output]);
	readLines(child.stderr, [output]);

	const [code] = (await once(child, 'close')) as [number | null];
	process.removeListener('exit', end);
	return { code, stdout: stdout.join('\n'), output: output.join('\n') };
}

/** Runs a command. @throws Error with the end of its output if it fails */
export async function requireCommand(
	command: string,
	args: string[],
	options: CommandOptions = {},
): Promise<CommandResult> {
	const result = await runCommand(command, args, options);
	if (result.code !== 0) {
		throw new Error(
			`"${[command, ...args].join(' ')}" failed (exit code: ${result.code ?? 'none'}):\n${tail(result.output)}`,
		);
	}
	return result;
}
