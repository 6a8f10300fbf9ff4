/**
 * Bundles page/, the page for painting masks, into one string: nodes/FotorMask/page.generated.ts. Part of
 * `npm run generate` and of the build; a test fails if the file is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, transform } from 'esbuild';

const ROOT = join(__dirname, '..');
const SOURCES = join(ROOT, 'page');
const TARGET = join(ROOT, 'nodes/FotorMask/page.generated.ts');

/** The first browser versions that can compress a mask, all released by 2023. */
const BROWSERS = ['chrome103', 'firefox113', 'safari16.4'];

/** The page as one string. `NONCE` and `"DATA"` are filled in when the page is sent. */
export async function page(): Promise<string> {
	const read = (name: string) => readFileSync(join(SOURCES, name), 'utf8');
	const style = await transform(read('style.css'), {
		loader: 'css',
		minify: true,
		target: BROWSERS,
	});
	const script = await build({
		entryPoints: [join(SOURCES, 'main.ts')],
		bundle: true,
		minify: true,
		format: 'iife',
		target: BROWSERS,
		write: false,
		tsconfigRaw: '{}',
	});
	const html = read('page.html').replace(/\n(?=<)/g, '');
	return html
		.replace('STYLE', () => style.code.trim())
		.replace('SCRIPT', () => (script.outputFiles[0]?.text ?? '').trim())
		.trim();
}

async function main(): Promise<void> {
	const text = [
		'// Generated from page/ by `npm run generate`. Do not edit.',
		`export const PAGE = ${JSON.stringify(await page())};`,
		'',
	].join('\n');
	if (!process.argv.includes('--check')) return writeFileSync(TARGET, text);
	if (readFileSync(TARGET, 'utf8') === text) return;
	console.error('nodes/FotorMask/page.generated.ts is out of date: run "npm run generate"');
	process.exitCode = 1;
}

if (require.main === module) void main();
