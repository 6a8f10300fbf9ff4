/**
 * Keeps the node list in package.json in sync with the folders in nodes/, and keeps the repository's owner the same
 * everywhere. Part of `npm run generate`; a test fails if the list is out of date.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { codeOwners, LINKING, PLACES, withOwner } from './release/owner';

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

/** The text of package.json with every node and the repository's owner. */
export function manifest(): string {
	const text = readFileSync(join(ROOT, 'package.json'), 'utf8');
	const parsed = JSON.parse(text) as Manifest;
	Object.assign(parsed, PLACES);
	parsed.n8n.nodes = nodeNames().map((name) => `dist/nodes/${name}/${name}.node.js`);
	return `${JSON.stringify(parsed, null, '\t')}\n`;
}

/** Paths of the files that may link to the repository. */
export function linkingFiles(): string[] {
	return LINKING.flatMap((name) => {
		const path = join(ROOT, name);
		if (name.includes('.') && !name.startsWith('.')) return [path];
		return readdirSync(path, { recursive: true, encoding: 'utf8' })
			.filter((file) => /\.(ts|md|json|yml)$/.test(file))
			.map((file) => join(path, file));
	});
}

if (require.main === module) {
	for (const file of linkingFiles()) {
		const text = readFileSync(file, 'utf8');
		if (withOwner(text) !== text) writeFileSync(file, withOwner(text));
	}
	writeFileSync(join(ROOT, 'package.json'), manifest());
	const owners = join(ROOT, '.github/CODEOWNERS');
	writeFileSync(owners, codeOwners(readFileSync(owners, 'utf8')));
}
