/**
 * Keeps test/contract/contract.json, what saved workflows rely on: names, types, defaults and values of all parameters.
 * `npm run contract` says what changed, `npm run contract -- --update` stores it, if scripts/contract/rule.ts allows.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { compare } from './contract/compare';
import { extract } from './contract/extract';
import { explain, objections, type Situation } from './contract/rule';
import type { Contract } from './contract/types';
import { loadNodes } from './docs/loadNodes';

const ROOT = join(__dirname, '..');
/** Where the contract is kept. */
export const TARGET = join(ROOT, 'test/contract/contract.json');

/** The nodes as they are, beside the contract as it is stored. */
export async function situation(): Promise<{ now: Contract; situation: Situation }> {
	const { version } = JSON.parse(read('package.json')) as { version: string };
	const nodes = extract((await loadNodes()).map((node) => node.description));
	const stored: Contract = existsSync(TARGET)
		? (JSON.parse(readFileSync(TARGET, 'utf8')) as Contract)
		: { package: version, nodes: {} };
	return {
		now: { package: version, nodes },
		situation: {
			changes: compare(stored.nodes, nodes),
			stored: stored.package,
			version,
			changelog: read('CHANGELOG.md'),
		},
	};
}

function read(name: string): string {
	return readFileSync(join(ROOT, name), 'utf8');
}

async function main(): Promise<void> {
	const { now, situation: found } = await situation();
	if (found.changes.length === 0) {
		console.log('The contract is up to date.');
		return;
	}
	const refused = objections(found);
	if (!process.argv.includes('--update') || refused.length) {
		console.error(explain(found));
		process.exitCode = 1;
		return;
	}
	const { format, resolveConfig } = await import('prettier');
	const config = await resolveConfig(TARGET);
	writeFileSync(TARGET, await format(JSON.stringify(now), { ...config, parser: 'json' }));
	console.log(`Stored: ${found.changes.length} changes.`);
}

if (require.main === module) void main();
