import { join } from 'node:path';
import type { INodeType } from 'n8n-workflow';

import { FotorApi } from '../../credentials/FotorApi.credentials';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import { nodeNames } from '../../scripts/generate-nodes';
import { createEngine, type Engine, type EngineOptions } from './core';

export interface Fotor {
	engine: Engine;
	sandbox: Sandbox;
	close(): Promise<void>;
}

const NODES = join(__dirname, '../../nodes');

/** An instance of every node of the package, found by its folder. */
export async function allNodes(): Promise<INodeType[]> {
	return await Promise.all(
		nodeNames().map(async (name) => {
			const loaded = (await import(join(NODES, name, `${name}.node.ts`))) as Record<
				string,
				new () => INodeType
			>;
			const Node = loaded[name];
			if (!Node) throw new Error(`nodes/${name} has no class ${name}`);
			return new Node();
		}),
	);
}

/** A sandbox, and the engine with every node and a credential for it. */
export async function startFotor(
	options: EngineOptions & { sandbox?: SandboxOptions } = {},
): Promise<Fotor> {
	const sandbox = await startSandbox({ taskDurationMs: 20, ...options.sandbox });
	const engine = await createEngine(options);
	engine.addCredential(new FotorApi(), { apiKey: sandbox.apiKey, baseUrl: sandbox.url });
	for (const node of await allNodes()) {
		engine.addNode(`n8n-nodes-fotor.${node.description.name}`, node);
	}
	return { engine, sandbox, close: async () => await sandbox.close() };
}
