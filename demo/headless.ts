/**
 * The demo without n8n's server: the example workflow in the embedded n8n-core engine, against the sandbox.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, INode } from 'n8n-workflow';

import { samplePhoto } from '../sandbox';
import { startFotor } from '../harness/engine/fotor';

const ROOT = join(__dirname, '..');
const EXAMPLE = join(ROOT, 'examples/replace-part-of-a-photo.json');
/** The sandbox URL in the example workflow. */
const EXAMPLE_SANDBOX = 'http://127.0.0.1:7717';

/**
 * Runs the workflow and saves the images before and after.
 * @param folder where to save the images
 * @returns their paths
 * @throws Error if the workflow produces no image
 */
export async function runHeadless(folder = join(ROOT, 'demo-output')): Promise<string[]> {
	const fotor = await startFotor({ sandbox: { taskDurationMs: 1500 } });
	try {
		const example = JSON.parse(
			readFileSync(EXAMPLE, 'utf8').replaceAll(EXAMPLE_SANDBOX, fotor.sandbox.url),
		) as { name: string; nodes: INode[]; connections: IConnections };
		console.log(
			`Running "${example.name}" in n8n-core, with a local Fotor at ${fotor.sandbox.url}`,
		);
		const result = await fotor.engine.runWorkflow(
			{ ...example, nodes: example.nodes.filter((node) => !node.type.endsWith('.stickyNote')) },
			'Fotor AI Replace',
		);
		if (result.error) throw new Error(result.error.message);
		const [item] = result.items;
		const name = item?.binary?.data?.fileName ?? 'after.png';
		mkdirSync(folder, { recursive: true });
		const photo = samplePhoto();
		const before = join(folder, `before-${photo.fileName}`);
		const after = join(folder, `after-${name}`);
		writeFileSync(before, photo.data);
		writeFileSync(after, await fotor.engine.read(item));
		return [before, after];
	} finally {
		await fotor.close();
	}
}
