/** Measures how time, requests and memory grow with the number of items. The tasks are short, and 5 run in parallel. */
import { samplePhoto } from '../sandbox';
import { startFotor } from '../harness/engine/fotor';
import type { GrowthRow } from './report';

export async function growthRows(log: (line: string) => void): Promise<GrowthRow[]> {
	const fotor = await startFotor({
		sandbox: { taskDurationMs: 200, latencyMs: 5, credits: 100_000 },
	});
	const photo = samplePhoto();
	const imageUrl = fotor.sandbox.publish(photo.fileName, photo.data, photo.mimeType);
	const rows: GrowthRow[] = [];
	try {
		for (const count of [1, 10, 100, 1000]) {
			log(`${count} items`);
			fotor.sandbox.requests.splice(0);
			global.gc?.();
			const before = process.memoryUsage().heapUsed;
			const started = performance.now();
			const result = await fotor.engine.run(
				'n8n-nodes-fotor.fotorSkinRetouch',
				{ imageSource: 'url', imageUrl, downloadResult: false },
				{ input: Array.from({ length: count }, () => ({ json: {} })) },
			);
			const seconds = (performance.now() - started) / 1000;
			const requests = fotor.sandbox.requests.length;
			fotor.sandbox.requests.splice(0);
			global.gc?.();
			const kB = (process.memoryUsage().heapUsed - before) / 1024;
			if (result.items.length !== count)
				throw new Error(`${result.items.length} of ${count} items`);
			rows.push({ items: count, seconds, requests, heapPerItemKB: kB / count });
		}
	} finally {
		await fotor.close();
	}
	return rows;
}
