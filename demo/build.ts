import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { requireCommand } from '../harness/n8n/command';
import { declaredFiles } from '../harness/n8n/package';
import { REPOSITORY } from '../harness/n8n/paths';

/** Everything the build reads. */
const SOURCES = [
	'credentials',
	'fotor',
	'icons',
	'nodes',
	'gulpfile.js',
	'package.json',
	'page',
	'scripts/bundle.js',
	'scripts/generate-page.ts',
	'tsconfig.json',
];

/** Builds the package unless `dist/` is complete and newer than all sources. */
export async function buildIfNeeded(onProgress: (text: string) => void): Promise<void> {
	if (isBuilt()) return;
	onProgress('Building the package');
	await requireCommand('npm', ['run', 'build'], { cwd: REPOSITORY });
}

function isBuilt(): boolean {
	const { nodes, credentials } = declaredFiles();
	const isComplete = [...nodes, ...credentials].every((path) => existsSync(join(REPOSITORY, path)));
	const newest = (paths: string[]) =>
		Math.max(...paths.map((path) => newestIn(join(REPOSITORY, path))));
	return isComplete && newest(['dist']) > newest(SOURCES);
}

/** Modification time of a file, or of the newest file in a folder. */
function newestIn(path: string): number {
	const stats = statSync(path);
	if (!stats.isDirectory()) return stats.mtimeMs;
	return Math.max(0, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
