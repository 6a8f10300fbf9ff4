import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { manifest } from '../../scripts/generate-nodes';
import { VERSION } from '../../fotor/version';
import { files, ROOT } from './importGraph';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

interface Manifest {
	version: string;
	dependencies?: object;
	peerDependencies: object;
	n8n: { nodes: string[]; credentials: string[] };
}
const pkg = JSON.parse(read('package.json')) as Manifest;

interface Packed {
	unpackedSize: number;
	files: Array<{ path: string }>;
}

describe('the packed package', () => {
	let packed: Packed;

	beforeAll(() => {
		const output = execFileSync('npm', ['pack', '--dry-run', '--json'], {
			cwd: ROOT,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		packed = Object.values(JSON.parse(output) as Record<string, Packed>)[0] as Packed;
	});

	it('contains only the build, README and LICENSE', () => {
		const others = packed.files
			.map((file) => file.path)
			.filter(
				(path) => !/^dist\/.+\.(js|node\.json|svg)$|__schema__\/v1\.0\.0\/.+\.json$/.test(path),
			);
		expect(others.sort()).toEqual(['LICENSE.md', 'README.md', 'package.json']);
	});

	it('contains every node, its codex file, the credential and the icons', () => {
		const paths = packed.files.map((file) => file.path);
		expect(paths).toEqual(expect.arrayContaining(pkg.n8n.nodes));
		expect(paths).toEqual(expect.arrayContaining(pkg.n8n.credentials));
		expect(paths).toEqual(
			expect.arrayContaining(pkg.n8n.nodes.map((path) => path.replace(/\.js$/, '.json'))),
		);
		expect(paths).toEqual(
			expect.arrayContaining(['dist/icons/fotor.svg', 'dist/icons/fotor.dark.svg']),
		);
	});

	it('is at most 400 kB unpacked', () => {
		expect(packed.unpackedSize).toBeLessThanOrEqual(400_000);
	});

	it('requires only n8n-workflow and node:crypto', () => {
		const required = files('dist', '.js').flatMap((file) =>
			[...read(file).matchAll(/\b(?:require|import)\(\s*(['"`])(.+?)\1/g)].map(
				([, , name]) => name,
			),
		);
		const foreign = new Set(required.filter((name) => !name?.startsWith('.')));
		expect([...foreign].sort()).toEqual(['n8n-workflow', 'node:crypto']);
	});

	it('contains each source file only once, so each in-process store exists only once', () => {
		const sourcesOf = (file: string) =>
			new Set([...read(file).matchAll(/\/\/! (\S+\.ts)$/gm)].map(([, source]) => source));
		const sources = files('dist', '.js').flatMap((file) => [...sourcesOf(file)]);
		expect(sources).toEqual(expect.arrayContaining(['fotor/task/openTasks.ts', 'fotor/run.ts']));
		expect(sources.filter((source, at) => sources.indexOf(source) !== at)).toEqual([]);
	});

	it('has no runtime dependencies', () => {
		expect(pkg.dependencies).toBeUndefined();
		expect(pkg.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});
});

describe('source files', () => {
	it('all files name the same version', () => {
		expect(VERSION).toBe(pkg.version);
		expect(read('CHANGELOG.md')).toContain(`## ${pkg.version}`);
	});

	it('package.json lists every node folder', () => {
		expect(read('package.json')).toBe(manifest());
	});

	it('the catalog matches the model tables of the API reference', () => {
		const check = ['scripts/generate-catalogue.ts', '--check'];
		expect(() =>
			execFileSync(join(ROOT, 'node_modules/.bin/tsx'), check, { cwd: ROOT }),
		).not.toThrow();
	});

	it('the lock files contain no download URLs', () => {
		const locks = ['package-lock.json', 'e2e/n8n/pnpm-lock.yaml', 'e2e/n8n1/pnpm-lock.yaml'];
		expect(locks.filter((lock) => /"resolved"|\btarball: /.test(read(lock)))).toEqual([]);
	});
});
