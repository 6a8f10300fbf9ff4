/**
 * Writes docs/nodes/, a page for each node and a table of all, from the nodes themselves.
 * `npm run docs` writes the pages, `npm run docs -- --check` only says whether they are up to date.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadNodes } from './docs/loadNodes';
import { overviewPage } from './docs/overview';
import { nodePage } from './docs/page';

/** Where the pages are kept. */
export const TARGET = join(__dirname, '../docs/nodes');

/** The pages as they should be: file name -> text. */
export async function pages(): Promise<Map<string, string>> {
	const nodes = await loadNodes();
	const made = new Map([['README.md', overviewPage(nodes)]]);
	for (const node of nodes) made.set(`${node.description.name}.md`, await nodePage(node));
	return made;
}

/** The pages as they are. */
export function keptPages(folder = TARGET): Map<string, string> {
	const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.md$/.test(name)) : [];
	return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** Names of pages that are missing, different, or of no node any more. */
export function outOfDate(wanted: Map<string, string>, kept: Map<string, string>): string[] {
	const names = new Set([...wanted.keys(), ...kept.keys()]);
	return [...names].filter((name) => wanted.get(name) !== kept.get(name)).sort();
}

/** Brings the folder up to date; returns the names of the pages that changed. */
export function writePages(wanted: Map<string, string>, folder = TARGET): string[] {
	const changed = outOfDate(wanted, keptPages(folder));
	mkdirSync(folder, { recursive: true });
	for (const name of changed) {
		const text = wanted.get(name);
		if (text === undefined) rmSync(join(folder, name));
		else writeFileSync(join(folder, name), text);
	}
	return changed;
}

async function main(): Promise<void> {
	const wanted = await pages();
	if (!process.argv.includes('--check')) {
		const changed = writePages(wanted);
		console.log(changed.length ? `Written: ${changed.join(', ')}` : 'Nothing to change');
		return;
	}
	const old = outOfDate(wanted, keptPages());
	if (old.length === 0) return;
	console.error(`docs/nodes is out of date (${old.join(', ')}): run "npm run docs"`);
	process.exitCode = 1;
}

if (require.main === module) void main();
