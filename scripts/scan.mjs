/**
 * Runs n8n's verification scan on the source and the packed tarball, without publishing. It applies the rules of
 * @n8n/scan-community-package and allows no inline exceptions. Exits with 1 if a rule is broken.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const scanner = path.dirname(require.resolve('@n8n/scan-community-package/package.json'));
const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(
	pathToFileURL(path.join(scanner, 'scanner/scanner.mjs')).href
);

const folder = mkdtempSync(path.join(tmpdir(), 'fotor-scan-'));
try {
	const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [{ filename }] = Object.values(JSON.parse(packed));
	execFileSync('tar', ['xzf', path.join(folder, filename), '-C', folder]);
	const legs = {
		source: await analyzePackage(root, SOURCE_FILE_PATTERNS),
		tarball: await analyzePackage(path.join(folder, 'package'), ['**/*.js', 'package.json']),
	};
	for (const [leg, { passed, message, details }] of Object.entries(legs)) {
		console.log(`scan of the ${leg}: ${passed ? 'passed' : 'FAILED'}`);
		if (!passed) console.log(message ?? '', details ?? '');
		if (!passed) process.exitCode = 1;
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
