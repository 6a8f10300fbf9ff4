/**
 * Measures the memory that large files take. The engine runs in a separate process, without the sandbox, so only the
 * memory that n8n would need is measured.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

import { startSandbox } from '../sandbox';
import type { Row } from './report';

const ITEMS = 50;
/** Maximum allowed memory growth in MB for 50 files of 20 MB each, with 5 tasks in parallel. */
const LIMIT = 120;
const VIDEO_MB = 500;

export interface WorkerOrder {
	url: string;
	apiKey: string;
	/** Path of the file that each item gets. */
	file?: string;
	items: number;
	uploadMethod: 'signedUpload' | 'base64';
	binaryMode: 'filesystem' | 'default';
	/** ID of a task to wait for instead of creating new tasks. */
	taskId?: string;
}

export async function memoryRows(log: (line: string) => void): Promise<Row[]> {
	const folder = mkdtempSync(join(tmpdir(), 'fotor-bench-'));
	const sandbox = await startSandbox({ taskDurationMs: 200, credits: 100_000 });
	const { url, apiKey } = sandbox;
	try {
		const file = join(folder, 'photo.png');
		const photo = await noise(2650).png({ compressionLevel: 0 }).toBuffer();
		writeFileSync(file, photo);
		const megabytes = (photo.length / 1e6).toFixed(0);
		const order = { url, apiKey, file, items: ITEMS } as const;
		log(`${ITEMS} × ${megabytes} MB, streamed`);
		const streamed = await measure({
			...order,
			uploadMethod: 'signedUpload',
			binaryMode: 'filesystem',
		});
		// A request may contain at most 10 MB, so the base64 run uses files half the size.
		const small = join(folder, 'small.png');
		writeFileSync(small, await noise(1750).png({ compressionLevel: 0 }).toBuffer());
		log(`${ITEMS} × 9 MB as base64, with files in the items`);
		const base64 = await measure({
			...order,
			file: small,
			uploadMethod: 'base64',
			binaryMode: 'default',
		});
		log(`one video of ${VIDEO_MB} MB`);
		const head = Buffer.from('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41', 'latin1');
		const video = Buffer.alloc(VIDEO_MB * 1e6);
		head.copy(video);
		const task = sandbox.addTask({
			type: 'text2video',
			resultUrl: sandbox.publish('long.mp4', video, 'video/mp4'),
		});
		const download = await measure({
			url,
			apiKey,
			items: 1,
			taskId: task.taskId,
			uploadMethod: 'signedUpload',
			binaryMode: 'filesystem',
		});
		const goal = `≤ ${LIMIT} MB of growth`;
		const own = 'n8n-nodes-fotor';
		return [
			{
				case: `${ITEMS} × ${megabytes} MB in and out, 5 in parallel`,
				client: own,
				...streamed,
				goal,
				met: streamed.memory <= LIMIT,
			},
			{
				case: `${ITEMS} × 9 MB in, base64, 5 in parallel`,
				client: 'base64, as in other nodes',
				...base64,
			},
			{
				case: `one video of ${VIDEO_MB} MB`,
				client: own,
				...download,
				goal,
				met: download.memory <= LIMIT,
			},
		];
	} finally {
		await sandbox.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

/**
 * Runs one measurement in a separate process.
 * @returns the growth of the process's resident memory in MB, and the time in seconds
 */
async function measure(order: WorkerOrder): Promise<{ memory: number; seconds: number }> {
	const worker = spawn(
		process.execPath,
		['--expose-gc', '--import', 'tsx', join(__dirname, 'memoryWorker.ts'), JSON.stringify(order)],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	let output = '';
	worker.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const code = await new Promise<number | null>((resolve) => worker.on('exit', resolve));
	const result = /^RESULT (.*)$/m.exec(output)?.[1];
	if (code !== 0 || !result)
		throw new Error(`The measured process exited with code ${code}: ${output}`);
	return JSON.parse(result) as { memory: number; seconds: number };
}

/** An incompressible image, side × side px. */
function noise(side: number) {
	return sharp({
		create: {
			width: side,
			height: side,
			channels: 3,
			background: '#000',
			noise: { type: 'gaussian', mean: 128, sigma: 50 },
		},
	});
}
