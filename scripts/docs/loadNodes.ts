import { join } from 'node:path';
import type { INodeType } from 'n8n-workflow';

import { nodeNames } from '../generate-nodes';

const NODES = join(__dirname, '../../nodes');

/** One instance of every node, sorted by name. */
export async function loadNodes(): Promise<INodeType[]> {
	return await Promise.all(nodeNames().map(load));
}

async function load(name: string): Promise<INodeType> {
	const file = join(NODES, name, `${name}.node.ts`);
	const loaded = (await import(file)) as Record<string, new () => INodeType>;
	const Node = loaded[name];
	if (!Node) throw new Error(`nodes/${name} has no class ${name}`);
	return new Node();
}
