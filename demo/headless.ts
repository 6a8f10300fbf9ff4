/**
 * Runs the demo without n8n's server: the example workflow runs in the embedded n8n-core engine, against the sandbox.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { samplePhoto } from '../sandbox';
import { startFotor } from '../harness/engine/fotor';
import { EXAMPLE_CREDENTIAL, readExample, withCredential } from '../harness/n8n/examples';

const ROOT = join(__dirname, '..');
const EXAMPLE = 'replace-part-of-a-photo.json';

/**
 * Runs the workflow and saves the before and after images.
 * @param folder where to save the images
 * @returns their paths
 * @throws Error if the workflow produces no image
 */
export async function runHeadless(folder = join(ROOT, 'demo-output')): Promise<string[]> {
	const fotor = await startFotor({ sandbox: { taskDurationMs: 1500 } });
	try {
		const example = withCredential(readExample(EXAMPLE, fotor.sandbox), EXAMPLE_CREDENTIAL);
		console.log(
			`Running "${example.name}" in n8n-core, with the Fotor sandbox at ${fotor.sandbox.url}`,
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
