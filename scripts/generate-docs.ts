/**
 * Fills the tables in docs/nodes/ and docs/common-options.md from the nodes, between `<!-- name:start -->` and
 * `<!-- name:end -->`. The rest of each page is written by hand. The overview takes each node's summary and price from
 * its page. `npm run docs` writes the files; `npm run docs -- --check` only says which ones are out of date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadNodes } from './docs/loadNodes';
import { table } from './docs/markdown';
import { ownFields, sharedTables } from './docs/shared';
import { nodeTables } from './docs/tables';

export const DOCS = join(__dirname, '../docs');

/**
 * A page: `kept` is its current text, and `filled` is its text with up-to-date tables. The path is relative to docs/.
 */
export interface Page {
	path: string;
	kept: string;
	filled: string;
}

/** @throws Error for a node without a page, or a page without table markers */
export async function pages(): Promise<Page[]> {
	const nodes = await loadNodes();
	const filled: Page[] = [];
	const overview: string[][] = [];
	for (const node of nodes) {
		const { displayName, name, properties, credentials } = node.description;
		// A node that doesn't call Fotor shares no fields with the others, even if field names match.
		const parameters = await nodeTables(node, credentials ? ownFields(properties) : properties);
		const page = pageOf(`nodes/${name}.md`, { parameters });
		const after = (heading: string) => firstSentence(page.kept, heading);
		overview.push([`[${displayName}](${name}.md)`, `${after('# [^\\n]+')}.`, after('## Price')]);
		filled.push(page);
	}
	return [
		...filled,
		pageOf('nodes/README.md', { nodes: table(['Node', 'What it does', 'Price'], overview) }),
		pageOf('common-options.md', sharedTables(nodes)),
	];
}

function pageOf(path: string, blocks: Record<string, string>): Page {
	const file = join(DOCS, path);
	if (!existsSync(file)) throw new Error(`docs/${path} is missing. Start from a similar page.`);
	const kept = readFileSync(file, 'utf8');
	return { path, kept, filled: fill(kept, blocks) };
}

function firstSentence(text: string, heading: string): string {
	return new RegExp(`^${heading}\\n\\n(.+?)\\.\\s`, 'ms').exec(text)?.[1] ?? '';
}

/** Replaces the text between each pair of markers. */
export function fill(text: string, blocks: Record<string, string>): string {
	return Object.entries(blocks).reduce((filled, [name, block]) => {
		const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
		const [before, rest = ''] = filled.split(start);
		const after = rest.split(end)[1];
		if (after === undefined) throw new Error(`The page must contain ${start} and ${end}`);
		return `${before}${start}\n${block}\n${end}${after}`;
	}, text);
}

async function main(): Promise<void> {
	const stale = (await pages()).filter(({ kept, filled }) => kept !== filled);
	const names = stale.map(({ path }) => path).join(', ');
	if (!names) return;
	if (process.argv.includes('--check')) {
		console.error(`Tables in docs are out of date (${names}): run "npm run docs"`);
		process.exitCode = 1;
		return;
	}
	for (const { path, filled } of stale) writeFileSync(join(DOCS, path), filled);
	console.log(`Written: ${names}`);
}

if (require.main === module) void main();
