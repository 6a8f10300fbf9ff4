import { createEngine, type Engine, type EngineOptions } from './engine';
import { FotorApi } from '../../credentials/FotorApi.credentials';
import { FotorAiReplace } from '../../nodes/FotorAiReplace/FotorAiReplace.node';
import { FotorBackgroundRemover } from '../../nodes/FotorBackgroundRemover/FotorBackgroundRemover.node';
import { FotorUpscaler } from '../../nodes/FotorUpscaler/FotorUpscaler.node';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';

export interface Fotor {
	engine: Engine;
	sandbox: Sandbox;
	close(): Promise<void>;
}

/** A sandbox, and the engine with every node and a credential for it. */
export async function startFotor(
	options: EngineOptions & { sandbox?: SandboxOptions } = {},
): Promise<Fotor> {
	const sandbox = await startSandbox({ taskDurationMs: 20, ...options.sandbox });
	const engine = await createEngine(options);
	engine.addCredential(new FotorApi(), { apiKey: sandbox.apiKey, baseUrl: sandbox.url });
	for (const Node of [FotorAiReplace, FotorBackgroundRemover, FotorUpscaler]) {
		const node = new Node();
		engine.addNode(`n8n-nodes-fotor.${node.description.name}`, node);
	}
	return { engine, sandbox, close: async () => await sandbox.close() };
}
