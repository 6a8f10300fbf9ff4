import { parseArgs } from 'node:util';

import { type SandboxOptions, startSandbox } from '.';

const HELP = `A local Fotor for development: the whole API on 127.0.0.1, with real images.

npm run sandbox -- [options]

  --port <number>      port to listen on (7717; 0 = any free port)
  --key <text>         API key to accept (sandbox-key)
  --credits <number>   tokens in the account (1000)
  --duration <ms>      duration of a task (1500)
  --latency <ms>       delay added to every request (0)
  --concurrent <n>     return 429 while this many tasks are in progress (no limit)
  --webhook <url>      report finished tasks to this loopback URL
  --foreign-inputs     use the sample image for image URLs on other machines
  --quiet              don't log requests
  --help               show this help
`;

/** Maximum number of requests kept for statistics. Limited because the sandbox may run for days. */
const KEPT_REQUESTS = 1000;

/** Settings from the command line; undefined if help was requested. */
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

/** The message to print if the sandbox can't start. */
function explain(error: unknown, port: number | undefined): string {
	const { code, message } = error as NodeJS.ErrnoException;
	if (code === 'EADDRINUSE') {
		return `Port ${port} is in use. Free the port, or choose another with --port (0 = any free port).`;
	}
	return code === 'EACCES'
		? `This user isn't allowed to use port ${port}. Choose another with --port.`
		: message;
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
		console.log(`Fotor sandbox is running. Press Ctrl-C to stop it.

  Base URL   ${sandbox.url}
  API key    ${sandbox.apiKey}

Enter both in a Fotor API credential, then run any Fotor node.
Open ${sandbox.url} in a browser to see the paths and the latest results.
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
