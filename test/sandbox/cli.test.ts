import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import axios from 'axios';

import { optionsFrom } from '../../sandbox/cli';
import { closeAll, sandboxFor, until } from './support';

const ROOT = join(__dirname, '../..');
const started: ChildProcess[] = [];

function start(...args: string[]) {
	const child = spawn(
		process.execPath,
		[require.resolve('tsx/cli'), join(ROOT, 'sandbox/cli.ts'), ...args],
		{ cwd: ROOT },
	);
	started.push(child);
	const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
	return { child, ended };
}

afterEach(async () => {
	for (const child of started.splice(0)) child.kill();
	await closeAll();
});

it("prints the sandbox's URL and key, and stops on Ctrl-C", async () => {
	const { child, ended } = start('--port', '0', '--credits', '12', '--key', 'mine');
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const url = await until(() => /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0]);
	await until(() => (output.includes('mine') ? true : undefined));
	const { data } = await axios.get<{ data: unknown }>(`${url}/v1/credits`, {
		headers: { Authorization: 'Bearer mine' },
	});
	expect(data.data).toMatchObject({ total: 12 });
	child.kill('SIGINT');
	expect(await ended).toBe(0);
});

it('reports that the port is in use', async () => {
	const { port } = new URL((await sandboxFor()).url);
	const { child, ended } = start('--port', port);
	expect(await text(child.stderr)).toContain(`Port ${port} is in use`);
	expect(await ended).toBe(1);
});

it('parses its options', () => {
	expect(optionsFrom(['--help'])).toBeUndefined();
	expect(optionsFrom(['--duration', '20', '--webhook', 'http://127.0.0.1/a'])).toMatchObject({
		port: 7717,
		taskDurationMs: 20,
		webhook: { url: 'http://127.0.0.1/a' },
	});
	expect(() => optionsFrom(['--port', 'x'])).toThrow('--port must be a whole number');
	expect(() => optionsFrom(['--prot', '1'])).toThrow('--prot');
});
