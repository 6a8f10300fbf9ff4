/** Table rows for masks: how long creating a large mask blocks n8n, and how much memory it takes. */
import { randomFillSync } from 'node:crypto';
import sharp from 'sharp';

import { maskOfCutout } from '../fotor/image/cutout';
import { growBitmap } from '../fotor/image/grow';
import { encodeMask } from '../fotor/image/mask';
import { readMask } from '../fotor/image/readMask';
import { drawRegions, type Region } from '../fotor/image/regions';
import type { Row } from './report';

/** 24 megapixels, like an image from a phone or a camera. */
const SIZE = { width: 6000, height: 4000 };
/** Maximum allowed event loop delay in ms, and maximum allowed memory growth in MB. */
const LIMIT = { gap: 50, memory: 60 };

/** Number of runs. Other programs also delay the event loop, so only the best run counts. */
const RUNS = 3;

const REGIONS = Array.from({ length: 20 }, (_, index): Region => {
	return { x: index, y: index, width: 60, height: 60, shape: 'ellipse' };
});

export async function maskRows(log: (line: string) => void): Promise<Row[]> {
	log('24-megapixel masks');
	const drawn = async () => await drawRegions(SIZE, REGIONS);
	const mask = await encodeMask(await drawn(), 'whiteReplaces');
	const cutout = await cutoutPng();
	const rows: Array<[string, () => Promise<unknown>]> = [
		['drawn from 20 shapes', async () => await encodeMask(await drawn(), 'whiteReplaces')],
		['read', async () => await readMask(streamed(mask), 'Mask', SIZE)],
		[
			'read and grown by 20 px',
			async () => await growBitmap(await readMask(streamed(mask), 'Mask', SIZE), 20),
		],
		[
			`from a cutout (${(cutout.length / 1e6).toFixed(0)} MB PNG), grown by 20 px`,
			async () =>
				await encodeMask(
					await maskOfCutout(streamed(cutout), 'Image', { part: 'transparent', grow: 20 }),
					'whiteReplaces',
				),
		],
	];
	const measured: Row[] = [];
	for (const [name, work] of rows) measured.push(await row(name, work));
	return measured;
}

async function row(name: string, work: () => Promise<unknown>): Promise<Row> {
	const runs: Array<Awaited<ReturnType<typeof measure>>> = [];
	while (runs.length < RUNS) runs.push(await measure(work));
	const best = (key: 'gap' | 'memory' | 'seconds') => Math.min(...runs.map((run) => run[key]));
	return {
		case: `24-megapixel mask, ${name}`,
		client: 'n8n-nodes-fotor',
		seconds: best('seconds'),
		memory: best('memory'),
		goal: `no gap > ${LIMIT.gap} ms, ≤ ${LIMIT.memory} MB of growth`,
		met: best('gap') <= LIMIT.gap && best('memory') <= LIMIT.memory,
		note: `longest gap ${best('gap').toFixed(0)} ms`,
	};
}

/** A PNG of noise, which barely compresses, on a transparent background. */
async function cutoutPng(): Promise<Buffer> {
	const { width, height } = SIZE;
	const noise = randomFillSync(Buffer.alloc(1500 * 1000 * 3));
	const photo = sharp(noise, { raw: { width: 1500, height: 1000, channels: 3 } });
	const circle = `<svg width="${width}" height="${height}"><ellipse cx="3000" cy="2000" rx="2000" ry="1500"/></svg>`;
	const alpha = await sharp(Buffer.from(circle)).extractChannel('alpha').raw().toBuffer();
	const large = await photo.resize(width, height).raw().toBuffer();
	return await sharp(large, { raw: { width, height, channels: 3 } })
		.joinChannel(alpha, { raw: { width, height, channels: 1 } })
		.png({ adaptiveFiltering: true })
		.toBuffer();
}

/** Streams a file in chunks, as n8n's binary store does. */
async function* streamed(file: Buffer): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < file.length; at += 64 * 1024) {
		await new Promise(setImmediate);
		yield file.subarray(at, at + 64 * 1024);
	}
}

async function measure(work: () => Promise<unknown>) {
	global.gc?.();
	const before = process.memoryUsage().rss;
	const started = performance.now();
	let [last, gap, peak, working] = [started, 0, before, true];
	const look = () => {
		const now = performance.now();
		gap = Math.max(gap, now - last);
		peak = Math.max(peak, process.memoryUsage().rss);
		last = now;
		if (working) setImmediate(look);
	};
	setImmediate(look);
	await work();
	working = false;
	const seconds = (performance.now() - started) / 1000;
	await new Promise(setImmediate);
	return { gap, memory: (peak - before) / 1e6, seconds };
}
