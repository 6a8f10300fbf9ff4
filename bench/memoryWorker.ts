/** Runs one measurement of bench/memory.ts in n8n-core and prints the peak growth of resident memory. */
import { createReadStream } from 'node:fs';

import { FotorApi } from '../credentials/FotorApi.credentials';
import { createEngine } from '../harness/engine/core';
import { allNodes } from '../harness/engine/fotor';
import type { WorkerOrder } from './memory';

async function main(): Promise<void> {
	const order = JSON.parse(process.argv[2] ?? '{}') as WorkerOrder;
	const engine = await createEngine({ binaryMode: order.binaryMode });
	engine.addCredential(new FotorApi(), { apiKey: order.apiKey, baseUrl: order.url });
	for (const node of await allNodes()) {
		engine.addNode(`n8n-nodes-fotor.${node.description.name}`, node);
	}
	const items = [];
	for (let index = 0; index < order.items; index++) {
		const content = order.file ? createReadStream(order.file) : undefined;
		const binary = content && (await engine.file(content, `photo-${index}.png`, 'image/png'));
		items.push({ json: {}, ...(binary ? { binary } : {}) });
	}
	global.gc?.();
	const before = process.memoryUsage().rss;
	let peak = before;
	const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
	const started = performance.now();
	const result = order.taskId
		? await engine.run(
				'n8n-nodes-fotor.fotor',
				{ resource: 'task', operation: 'wait', taskId: order.taskId },
				{ input: items },
			)
		: await engine.run(
				'n8n-nodes-fotor.fotorBackgroundRemover',
				{ options: { uploadMethod: order.uploadMethod } },
				{ input: items },
			);
	clearInterval(watch);
	if (result.error) throw new Error(result.error.message);
	const files = result.items.filter((item) => item.binary?.data).length;
	if (files !== order.items) throw new Error(`${files} of ${order.items} items have a file`);
	const seconds = (performance.now() - started) / 1000;
	console.log(`RESULT ${JSON.stringify({ memory: (peak - before) / 1e6, seconds })}`);
}

void main().then(() => process.exit());
