import { parseArgs } from 'node:util';

import { type SandboxOptions, startSandbox } from '.';

const HELP = `A local Fotor for development: the whole API on 127.0.0.1, with real pictures.

npm run sandbox -- [options]

  --port <number>      port to listen on (7717; 0 = any free one)
  --key <text>         API key that is let in (sandbox-key)
  --credits <number>   tokens on the account (1000)
  --duration <ms>      how long a task takes (1500)
  --latency <ms>       added to every request (0)
  --concurrent <n>     more unfinished tasks than this are answered 429 (no limit)
  --webhook <url>      report finished tasks there; an address on this machine
  --foreign-inputs     take the sample photo for pictures that are not on this machine
  --quiet              do not list the requests
  --help               show this
`;

/** Requests kept for the statistics of a sandbox that may run for days. */
const KEPT_REQUESTS = 1000;

/** Settings from the command line; undefined when help was asked for. */
export function optionsFrom(args: string[]): SandboxOptions | undefined {
	const { values } = parseArgs({
		args,
		options: {
			port: { type: 'string', default: '7717' },
			key: { type: 'string' },
			credits: { type: 'string' },
			duration: { type: 'string' },
			latency: { type: 'string' },
			concurrent: { type: 'string' },
			webhook: { type: 'string' },
			'foreign-inputs': { type: 'boolean', default: false },
			quiet: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	return {
		port: wholeNumber('port', values.port),
		apiKey: values.key,
		credits: wholeNumber('credits', values.credits),
		taskDurationMs: wholeNumber('duration', values.duration),
		latencyMs: wholeNumber('latency', values.latency),
		concurrentTasks: wholeNumber('concurrent', values.concurrent),
		webhook: values.webhook === undefined ? undefined : { url: values.webhook },
		foreignInputs: values['foreign-inputs'] ? 'sample' : 'fail',
		keepRequests: KEPT_REQUESTS,
		log: values.quiet ? undefined : (line) => console.log(line),
	};
}

function wholeNumber(name: string, value: string | undefined): number | undefined {
	if (value === undefined) return undefined;
	if (!/^\d+$/.test(value)) throw new Error(`--${name} must be a whole number, not "${value}"`);
	return Number(value);
}

/** What a person is told when the sandbox cannot start. */
function explain(error: unknown, port: number | undefined): string {
	const { code, message } = error as NodeJS.ErrnoException;
	if (code === 'EADDRINUSE') {
		return `Port ${port} is in use. Stop what runs there, or choose another with --port (0 = any free one).`;
	}
	return code === 'EACCES' ? `Port ${port} may not be used by this account.` : message;
}

async function main(): Promise<void> {
	let options: SandboxOptions | undefined;
	try {
		options = optionsFrom(process.argv.slice(2));
		if (!options) {
			console.log(HELP);
			return;
		}
		const sandbox = await startSandbox(options);
		console.log(`Fotor sandbox is running. Ctrl-C ends it.

  Base URL   ${sandbox.url}
  API key    ${sandbox.apiKey}

Enter both in a Fotor API credential, then run the node as usual.
Open ${sandbox.url} in a browser for the paths and the latest results.
`);
		const end = (): void => void sandbox.close().then(() => process.exit(0));
		process.once('SIGINT', end);
		process.once('SIGTERM', end);
	} catch (error) {
		console.error(explain(error, options?.port));
		process.exitCode = 1;
	}
}

if (require.main === module) void main();
