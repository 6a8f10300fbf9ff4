/** Lists changes that affect saved workflows. `--update` stores them if CHANGELOG.md covers them. */
import { readFileSync, writeFileSync } from 'node:fs';

import { changesBetween, missing } from './contract/changes';
import { extract, type Nodes } from './contract/extract';
import { loadNodes } from './docs/loadNodes';

const STORED = 'test/contract/contract.json'; // relative to the root, where npm runs scripts

async function main(): Promise<void> {
	const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
	const stored = JSON.parse(readFileSync(STORED, 'utf8')) as { nodes: Nodes };
	const nodes = extract((await loadNodes()).map(({ description }) => description));
	const changes = changesBetween(stored.nodes, nodes);
	if (changes.length === 0) return console.log('Nothing changed.');
	const ask = process.argv.includes('--update') ? [] : ['Then run "npm run contract -- --update".'];
	const todo = [...missing(changes, version, readFileSync('CHANGELOG.md', 'utf8')), ...ask];
	console.error([...changes, ...todo].join('\n'));
	if (todo.length) process.exit(1);
	const { format, resolveConfig } = await import('prettier');
	const text = JSON.stringify({ package: version, nodes });
	writeFileSync(STORED, await format(text, { ...(await resolveConfig(STORED)), parser: 'json' }));
}

void main();
