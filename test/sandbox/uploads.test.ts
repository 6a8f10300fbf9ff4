import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Readable } from 'node:stream';

import axios from 'axios';

import { type Sandbox, samplePhoto } from '../../sandbox';
import { client, closeAll, download, run, sandboxFor, until } from './support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await sandboxFor();
});
afterAll(closeAll);

interface Signed {
	upload_url: string;
	url: string;
}

async function sign(suffix = 'jpg', from = sandbox): Promise<Signed> {
	const { data } = await client(from).get<{ data: Signed }>('/v1/upload/sign', {
		params: { type: 'img_upscale', suffix },
	});
	return data.data;
}

const put = async (url: string, data: Buffer | Readable, headers: Record<string, string> = {}) =>
	await axios.put(url, data, {
		headers: { 'Content-Type': 'image/jpeg', ...headers },
		validateStatus: null,
		maxRedirects: 0,
	});

it('serves an uploaded file with its type and length, and tasks can use it', async () => {
	const photo = samplePhoto().data;
	const { upload_url, url } = await sign();
	expect(sandbox.uploads.has(url)).toBe(false);
	expect((await put(upload_url, photo)).status).toBe(200);

	const { data, headers } = await axios.get<Buffer>(url, { responseType: 'arraybuffer' });
	expect(data.equals(photo)).toBe(true);
	expect(headers).toMatchObject({
		'content-type': 'image/jpeg',
		'content-length': String(photo.length),
	});
	const upload = sandbox.uploads.get(url);
	expect(upload).toMatchObject({ type: 'img_upscale', suffix: 'jpg', bytes: photo.length });
	expect((await upload?.read())?.equals(photo)).toBe(true);
	expect(await run(sandbox, '/v1/aiart/retouchskin', { userImageUrl: url })).toMatchObject({
		status: 1,
	});
});

it('accepts a stream of known length, even with a JSON content type, and counts its bytes', async () => {
	const { upload_url, url } = await sign();
	const pieces = Array.from({ length: 64 }, () => Buffer.alloc(65_536, 7));
	const bytes = 64 * 65_536;
	const { status } = await put(upload_url, Readable.from(pieces), {
		'Content-Type': 'application/json',
		'Content-Length': String(bytes),
	});
	expect(status).toBe(200);
	expect((await download(url)).length).toBe(bytes);
	expect(sandbox.requests.filter(({ method }) => method === 'PUT').at(-1)).toMatchObject({
		bytes,
		body: undefined,
		answered: 200,
	});
});

it('rejects an API key, an unknown length and a wrong signature, as S3 does', async () => {
	const { upload_url, url } = await sign();
	const photo = samplePhoto().data;
	expect((await put(upload_url, photo, { Authorization: 'Bearer sandbox-key' })).status).toBe(400);
	expect((await put(upload_url, Readable.from([photo]))).status).toBe(411);
	expect((await put(url, photo)).status).toBe(403);
	expect(sandbox.uploads.has(url)).toBe(false);
});

it('requires the purpose and the extension of the file', async () => {
	const ask = async (params: object) =>
		(await client(sandbox).get<unknown>('/v1/upload/sign', { params })).status;
	expect(await ask({ suffix: 'jpg' })).toBe(400);
	expect(await ask({ type: 'img2img' })).toBe(400);
	expect(await ask({ type: 'img2img', suffix: '.jpg' })).toBe(400);
});

it('can fail on demand when signing or uploading', async () => {
	const { upload_url } = await sign();
	sandbox.fail({ on: 'sign', status: 500 });
	sandbox.fail({ on: 'put', status: 403 });
	expect((await client(sandbox).get('/v1/upload/sign?type=a&suffix=jpg')).status).toBe(500);
	expect((await put(upload_url, samplePhoto().data)).status).toBe(403);
	expect((await put(upload_url, samplePhoto().data)).status).toBe(200);
});

it('removes its files on close, even while a download is in progress', async () => {
	const other = await sandboxFor();
	const { upload_url, url } = await sign('jpg', other);
	await put(upload_url, samplePhoto().data);
	const directory = dirname(other.uploads.get(url)?.file ?? '');
	expect(basename(directory)).toMatch(/^fotor-sandbox-/);

	other.fail({ on: 'download', slowBodyMs: 20_000 });
	const slow = axios.get(url).catch(() => 'broken');
	await until(() =>
		other.requests.find(({ method, path }) => method === 'GET' && url.endsWith(path)),
	);
	const started = Date.now();
	await other.close();
	expect(Date.now() - started).toBeLessThan(10_000);
	expect(await slow).toBe('broken');
	expect(existsSync(directory)).toBe(false);
});
