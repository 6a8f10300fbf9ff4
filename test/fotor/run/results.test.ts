import { readdirSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { startUpscaler, type UpscalerSetup } from '../../../harness/engine/upscaler';
import { speedUp } from '../../support/time';
import { blank, noise } from '../file/samples';

type Answer = (response: ServerResponse) => unknown;

let setup: UpscalerSetup;
let flat: Buffer;
let grainy: Buffer;
let photo: Buffer;
/** The server's next responses. The last one repeats. */
let answers: Answer[] = [];
let asked: IncomingMessage[] = [];
const server = createServer((request, response) => {
	asked.push(request);
	const answer = answers.length > 1 ? answers.shift() : answers[0];
	answer?.(response);
});

beforeAll(async () => {
	setup = await startUpscaler({ binaryMode: 'filesystem' });
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	// HTTP compression shrinks `flat` and enlarges `grainy`.
	flat = await blank(300, 200).png({ compressionLevel: 0 }).toBuffer();
	grainy = await noise(300, 200).png({ compressionLevel: 9 }).toBuffer();
	photo = await noise(300, 200).jpeg({ quality: 95 }).toBuffer();
});
afterAll(async () => {
	server.closeAllConnections();
	server.close();
	await setup.close();
});
beforeEach(() => {
	setup.sandbox.reset();
	asked = [];
	speedUp(20);
});
afterEach(() => jest.restoreAllMocks());

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/result`;

/** Runs one task whose result is on the test server. */
async function fetchResult(plan: Answer[], options = {}) {
	answers = [...plan];
	const data = { status: 1, creditsIncrement: 1, resultUrl: url() };
	setup.sandbox.fail({ on: 'poll', times: Infinity, body: { code: '000', data } });
	const { items, error } = await setup.upscale({ options });
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	expect(items[0]?.json).toMatchObject({ status: 'completed', resultUrl: url() });
	return items[0];
}

const whole =
	(data: Buffer, headers: Record<string, string> = {}): Answer =>
	(response) =>
		response.writeHead(200, { 'Content-Length': data.length, ...headers }).end(data);
/** A response without Content-Length. */
const chunked =
	(data: Buffer, headers: Record<string, string> = {}): Answer =>
	(response) => {
		response.writeHead(200, headers).write(data);
		response.end();
	};
const half = (data: Buffer) => data.subarray(0, Math.floor(data.length / 2));

describe('a result that is compressed even though the node asked for no compression', () => {
	const encodings = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync };
	const cases = (Object.keys(encodings) as Array<keyof typeof encodings>).flatMap((encoding) =>
		(['smaller', 'larger'] as const).map((becomes) => [encoding, becomes] as const),
	);

	it.each(cases)('arrives intact with %s, which makes it %s', async (encoding, becomes) => {
		const data = becomes === 'smaller' ? flat : grainy;
		const encoded = encodings[encoding](data);
		expect(encoded.length > data.length ? 'larger' : 'smaller').toBe(becomes);
		const headers = { 'Content-Encoding': encoding };
		for (const answer of [whole(encoded, headers), chunked(encoded, headers)]) {
			asked = [];
			const item = await fetchResult([answer]);
			expect((await setup.engine.read(item)).equals(data)).toBe(true);
			expect(asked).toHaveLength(1);
			expect(asked[0]?.headers['accept-encoding']).toBe('identity');
		}
	});
});

describe('a result cut short in a way that its headers do not reveal', () => {
	const early: Array<[string, Answer]> = [
		[
			'chunked, with a broken connection',
			(response) => {
				response.writeHead(200).write(half(photo), () => setTimeout(() => response.destroy(), 5));
			},
		],
		['chunked, with a proper end', (response) => chunked(half(photo))(response)],
		['a PNG, chunked, with a proper end', (response) => chunked(half(flat))(response)],
		[
			'sent until the connection closes',
			(response) => {
				const head = 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n';
				response.socket?.end(Buffer.concat([Buffer.from(head), half(photo)]));
			},
		],
		[
			'half a file, compressed',
			(response) => whole(gzipSync(half(photo)), { 'Content-Encoding': 'gzip' })(response),
		],
		[
			'compressed, then cut off',
			(response) => chunked(half(gzipSync(photo)), { 'Content-Encoding': 'gzip' })(response),
		],
	];

	it.each(early)('is fetched again if this happens once: %s', async (_, answer) => {
		const item = await fetchResult([answer, whole(photo)]);
		expect((await setup.engine.read(item)).equals(photo)).toBe(true);
		expect(asked).toHaveLength(2);
		expect(item?.json.notice).toBeUndefined();
	});

	it.each(early)('is replaced by a notice if this always happens: %s', async (_, answer) => {
		const item = await fetchResult([answer]);
		expect(item?.binary).toBeUndefined();
		expect(item?.json.notice).toMatch(/was not downloaded: it was cut short/);
		expect(asked).toHaveLength(4);
	});
});

/** Size of the largest file n8n has stored. */
function largestStored(): number {
	const folder = String(process.env.N8N_USER_FOLDER);
	const sizes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.includes('binary_data'))
		.map((path) => statSync(join(folder, path)))
		.map((stats) => (stats.isFile() ? stats.size : 0));
	return Math.max(0, ...sizes);
}

describe("a result larger than 'Maximum File Size'", () => {
	const LIMIT = 1024 * 1024;
	const big = () => Buffer.concat([flat.subarray(0, 64), Buffer.alloc(30 * LIMIT)]);

	it.each<[string, () => Answer]>([
		['a gzip bomb', () => whole(gzipSync(big()), { 'Content-Encoding': 'gzip' })],
		[
			'a gzip bomb without Content-Length',
			() => chunked(gzipSync(big()), { 'Content-Encoding': 'gzip' }),
		],
		['a brotli bomb', () => whole(brotliCompressSync(big()), { 'Content-Encoding': 'br' })],
		['with Content-Length', () => whole(big())],
		['without Content-Length', () => chunked(big())],
	])('is not stored, and the item says so: %s', async (_, answer) => {
		const item = await fetchResult([answer()], { maxFileSize: 1 });
		expect(item?.binary).toBeUndefined();
		expect(item?.json.notice).toMatch(
			/^The file of task \w+ was not downloaded: it is larger than 1 MB\. Its URL is in 'resultUrl'\.$/,
		);
		expect(asked).toHaveLength(1);
		expect(largestStored()).toBeLessThanOrEqual(LIMIT);
	});

	it('a file that just fits is stored', async () => {
		const data = Buffer.concat([photo, Buffer.alloc(LIMIT - photo.length)]);
		const item = await fetchResult([whole(gzipSync(data), { 'Content-Encoding': 'gzip' })], {
			maxFileSize: 1,
		});
		expect((await setup.engine.read(item)).length).toBe(LIMIT);
		expect(largestStored()).toBe(LIMIT);
	});
});
