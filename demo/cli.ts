import { parseArgs } from 'node:util';

const HELP = `Runs the Fotor nodes in n8n on this machine, with a local stand-in for the Fotor API.
This needs no account and costs nothing.

npm run demo [-- options]

  --headless               run the example workflow without a server, save the images, and exit
  --port <number>          port of the n8n editor (5678)
  --sandbox-port <number>  port of the Fotor sandbox (7717)
  --help                   show this help

The first start installs n8n itself (450 MB to download, 3 GB on disk, 1 to 3 minutes). Press Ctrl-C to stop everything.`;

const HIGHEST_PORT = 65_535;

export interface DemoOptions {
	headless: boolean;
	help: boolean;
	port: number;
	sandboxPort: number;
}

/**
 * Parses the command line.
 * @throws Error for an unknown or invalid option
 */
export function readOptions(args: string[]): DemoOptions {
	const { values } = parseArgs({
		args,
		options: {
			headless: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
			port: { type: 'string', default: '5678' },
			'sandbox-port': { type: 'string', default: '7717' },
		},
	});
	const { headless, help } = values;
	const port = portNumber('--port', values.port);
	const sandboxPort = portNumber('--sandbox-port', values['sandbox-port']);
	if (port === sandboxPort) throw new Error(`n8n and the sandbox can't both use port ${port}.`);
	return { headless, help, port, sandboxPort };
}

function portNumber(option: string, value: string): number {
	const port = /^\d+$/.test(value) ? Number(value) : 0;
	if (port >= 1 && port <= HIGHEST_PORT) return port;
	throw new Error(`${option} must be a number from 1 to ${HIGHEST_PORT}, not "${value}".`);
}

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options.help) {
		console.log(HELP);
	} else if (options.headless) {
		const { runHeadless } = await import('./headless.js');
		const pictures = await runHeadless();
		console.log(['Saved:', ...pictures].join('\n  '));
	} else {
		const { runServer } = await import('./server.js');
		await runServer(options);
	}
}

if (require.main === module) {
	main().then(
		() => process.exit(),
		(error: unknown) => {
			console.error(error instanceof Error ? error.message : error);
			process.exit(1);
		},
	);
}
