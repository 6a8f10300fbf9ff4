/**
 * Keeps the node list in package.json in sync with the folders in nodes/. Part of `npm run generate`; a test fails if
 * it is out of date.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

interface Manifest {
	n8n: { nodes: string[] };
}

/** Names of the folders that contain a node of the same name. */
export function nodeNames(): string[] {
	return readdirSync(join(ROOT, 'nodes'))
		.filter((name) => existsSync(join(ROOT, 'nodes', name, `${name}.node.ts`)))
		.sort();
}

/** package.json with every node listed. */
export function manifest(): string {
	const text = readFileSync(join(ROOT, 'package.json'), 'utf8');
	const parsed = JSON.parse(text) as Manifest;
	parsed.n8n.nodes = nodeNames().map((name) => `dist/nodes/${name}/${name}.node.js`);
	return `${JSON.stringify(parsed, null, '\t')}\n`;
}

if (require.main === module) writeFileSync(join(ROOT, 'package.json'), manifest());
