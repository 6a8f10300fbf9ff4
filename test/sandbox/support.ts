import { setTimeout as sleep } from 'node:timers/promises';

import axios, { type AxiosInstance } from 'axios';
import sharp from 'sharp';

import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox';

export interface Reply {
	code: string | number;
	msg: string;
	data: Record<string, unknown> | null;
}

const running: Sandbox[] = [];

/** Starts a sandbox that {@link closeAll} closes. By default, tasks finish immediately. */
export async function sandboxFor(options: SandboxOptions = {}): Promise<Sandbox> {
	const sandbox = await startSandbox({ taskDurationMs: 0, ...options });
	running.push(sandbox);
	return sandbox;
}

export async function closeAll(): Promise<void> {
	await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
}

/** An HTTP client that sends the API key and does not throw for any status code. */
export function client(sandbox: Sandbox): AxiosInstance {
	return axios.create({
		baseURL: sandbox.url,
		headers: { Authorization: `Bearer ${sandbox.apiKey}` },
		validateStatus: null,
	});
}

export const submit = async (sandbox: Sandbox, path: string, body: unknown) =>
	await client(sandbox).post<Reply>(path, body);

export const poll = async (sandbox: Sandbox, taskId: string): Promise<Record<string, unknown>> => {
	const { data } = await client(sandbox).get<Reply>(`/v1/aiart/tasks/${taskId}`);
	return data.data ?? {};
};

/** Submits a task and polls until it has ended. */
export async function run(
	sandbox: Sandbox,
	path: string,
	body: unknown,
): Promise<Record<string, unknown>> {
	const { data } = await submit(sandbox, path, body);
	if (typeof data.data?.taskId !== 'string') throw new Error(`not accepted: ${data.msg}`);
	const { taskId } = data.data;
	return await until(async () => {
		const task = await poll(sandbox, taskId);
		return task.status === 0 ? undefined : task;
	});
}

/** Waits until `ask` returns a value. */
export async function until<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
	const end = Date.now() + 10_000;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() > end) throw new Error('timed out');
		await sleep(10);
	}
}

export async function download(url: unknown): Promise<Buffer> {
	const { data } = await axios.get<Buffer>(String(url), { responseType: 'arraybuffer' });
	return data;
}

/** The pixels of an image, 4 bytes each. */
export async function pixels(picture: Buffer) {
	const { data, info } = await sharp(picture)
		.ensureAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	return { data, width: info.width, height: info.height };
}

/** A PNG with the RGB color that `pixel` returns for each position. */
export async function pngOf(
	width: number,
	height: number,
	pixel: (x: number, y: number) => [number, number, number],
): Promise<Buffer> {
	const data = Buffer.alloc(width * height * 3);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) data.set(pixel(x, y), (y * width + x) * 3);
	}
	return await sharp(data, { raw: { width, height, channels: 3 } })
		.png()
		.toBuffer();
}
