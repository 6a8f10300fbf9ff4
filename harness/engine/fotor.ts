import { FotorApi } from '../../credentials/FotorApi.credentials';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import { loadNodes } from '../../scripts/docs/loadNodes';
import { createEngine, type Engine, type EngineOptions } from './core';

export interface Fotor {
	engine: Engine;
	sandbox: Sandbox;
	close(): Promise<void>;
}

export { loadNodes as allNodes };

/** Starts a sandbox and an engine that has every node and a credential for the sandbox. */
export async function startFotor(
	options: EngineOptions & { sandbox?: SandboxOptions } = {},
): Promise<Fotor> {
	const sandbox = await startSandbox({ taskDurationMs: 20, ...options.sandbox });
	const engine = await createEngine(options);
	engine.addCredential(new FotorApi(), { apiKey: sandbox.apiKey, baseUrl: sandbox.url });
	for (const node of await loadNodes()) {
		engine.addNode(`n8n-nodes-fotor.${node.description.name}`, node);
	}
	return { engine, sandbox, close: async () => await sandbox.close() };
}
