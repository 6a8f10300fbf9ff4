import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requireCommand } from './command';
import { REPOSITORY } from './paths';

export const PACKAGE_NAME = 'n8n-nodes-fotor';

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
}

interface PackResult {
	filename: string;
	files: Array<{ path: string }>;
}

/** The files n8n loads, as declared in `package.json`. */
export function declaredFiles(): Manifest['n8n'] {
	const manifest = readFileSync(join(REPOSITORY, 'package.json'), 'utf8');
	return (JSON.parse(manifest) as Manifest).n8n;
}

/** Builds the package, unless `PACKAGE_IS_BUILT=1` says that dist/ is up to date. */
export async function buildPackage(): Promise<void> {
	if (process.env.PACKAGE_IS_BUILT === '1') return;
	await requireCommand('npm', ['run', 'build'], { cwd: REPOSITORY });
}

/**
 * Packs the package from the current `dist/` and returns the path of the tarball.
 * @param folder where to write the tarball
 */
export async function packPackage(folder: string): Promise<string> {
	await mkdir(folder, { recursive: true });
	const { stdout } = await requireCommand(
		'npm',
		['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
		{ cwd: REPOSITORY },
	);
	const [packed] = JSON.parse(stdout) as PackResult[];
	if (!packed) throw new Error(`"npm pack" in ${REPOSITORY} packed nothing`);

	const files = new Set(packed.files.map(({ path }) => path));
	const { nodes, credentials } = declaredFiles();
	const missing = [...nodes, ...credentials].filter((path) => !files.has(path));
	if (missing.length > 0) {
		throw new Error(
			`The package would lack files that package.json declares: ${missing.join(', ')}. ` +
				'Is dist/ complete ("npm run build")?',
		);
	}
	return join(folder, packed.filename);
}

/** Installs the package where n8n looks for community packages, replacing an older copy. */
export async function installPackage(tarball: string, userFolder: string): Promise<string> {
	const target = join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE_NAME);
	await rm(target, { recursive: true, force: true });
	await mkdir(target, { recursive: true });
	await requireCommand('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
	return target;
}

/** Times in ms that tests change in an installed package: name, value in the package, value in tests. */
const TIMES = [
	// Releases the worker after 3 s, so tests can check what happens afterward.
	['FIRST_MINUTE', 60_000, 3_000],
	// Even on a busy machine, a request that the sandbox stalls hangs until the tests have killed n8n's workers.
	['poll', 15_000, 180_000],
	['idle', 60_000, 180_000],
] as const;

/** Replaces the times in `TIMES` in an installed package. Throws an Error unless each occurs exactly once. */
export function changeTimes(installed: string): void {
	const file = join(installed, 'dist', 'fotor.js');
	let engine = readFileSync(file, 'utf8');
	for (const [name, from, to] of TIMES) {
		let count = 0;
		engine = engine.replace(
			new RegExp(`\\b(${name} ?[=:] ?)([\\d_]+(?:e\\d)?)\\b`, 'g'),
			(found: string, start: string, value: string) => {
				if (Number(value.replaceAll('_', '')) !== from) return found;
				count++;
				return `${start}${to}`;
			},
		);
		if (count !== 1) throw new Error(`${file} contains ${name} = ${from} ${count} times`);
	}
	writeFileSync(file, engine);
}
