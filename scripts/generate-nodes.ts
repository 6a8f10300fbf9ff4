/**
 * Keeps the list of nodes in package.json equal to the folders under nodes/, and the owner of the repository everywhere the same.
 * Part of `npm run generate`; a test says when it is out of date.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { codeOwners, PLACES } from './release/owner';

const ROOT = join(__dirname, '..');

interface Manifest {
	n8n: { nodes: string[] };
}

/** Names of the node folders: those that hold a node of the same name. */
export function nodeNames(): string[] {
	return readdirSync(join(ROOT, 'nodes'))
		.filter((name) => existsSync(join(ROOT, 'nodes', name, `${name}.node.ts`)))
		.sort();
}

/** package.json with every node and the owner in it. */
export function manifest(): string {
	const text = readFileSync(join(ROOT, 'package.json'), 'utf8');
	const parsed = JSON.parse(text) as Manifest;
	Object.assign(parsed, PLACES);
	parsed.n8n.nodes = nodeNames().map((name) => `dist/nodes/${name}/${name}.node.js`);
	return `${JSON.stringify(parsed, null, '\t')}\n`;
}

if (require.main === module) {
	writeFileSync(join(ROOT, 'package.json'), manifest());
	const owners = join(ROOT, '.github/CODEOWNERS');
	writeFileSync(owners, codeOwners(readFileSync(owners, 'utf8')));
}
