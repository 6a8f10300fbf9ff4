import { Readable } from 'node:stream';

import type { Api } from '../../../fotor/api/request';
import { clock } from '../../../fotor/clock';
import { Failure } from '../../../fotor/failure';
import type { OpenFile } from '../../../fotor/file/open';
import { inspectFile, inspectUrl } from '../../../fotor/image/inspect';
import { sampleVideo } from '../../../sandbox';
import { speedUp } from '../../support/time';
import { complaintsDuring } from '../../support/watch';
import {
	blank,
	emptyPng,
	exifSegment,
	heic,
	noise,
	segment,
	withSegments,
	xmpSegment,
} from '../file/samples';

afterEach(() => jest.restoreAllMocks());

const ABSURD = 2_147_483_647;
const profile = segment(0xe2, Buffer.alloc(65_000, 'ICC_PROFILE '));

/** A JPEG for print: rotated, with XMP after EXIF and a 650 kB profile. */
async function printFile(): Promise<Buffer> {
	const jpeg = await blank(31, 17).jpeg().toBuffer();
	return withSegments(jpeg, exifSegment(6), xmpSegment, ...Array<Buffer>(10).fill(profile));
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
	const failure = await work.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	expect(failure).toBeInstanceOf(Failure);
	return failure as Failure;
}

describe.each([
	['in the item', (data: Buffer) => data],
	["in n8n's store", (data: Buffer) => Readable.from(slices(data, 300))],
])('a file %s', (_place, open: (data: Buffer) => Buffer | Readable) => {
	const inspect = async (data: Buffer) => {
		const content = open(data);
		const file: OpenFile = {
			size: data.length,
			mimeType: 'image/png',
			suffix: 'png',
			open: async () => await Promise.resolve(content),
		};
		return await inspectFile(file, 'Input Binary Field');
	};

	it.each<[string, () => Buffer | Promise<Buffer>, number, number]>([
		['a PNG', async () => await noise(31, 17).png().toBuffer(), 31, 17],
		['a print file', printFile, 17, 31],
		['a HEIC', () => heic(), 3024, 4032],
		['a TIFF', async () => await noise(31, 17).tiff().toBuffer(), 31, 17],
		['half a JPEG', async () => half(await noise(310, 170).jpeg().toBuffer()), 310, 170],
		['half a GIF', async () => half(await noise(31, 17).gif().toBuffer()), 31, 17],
	])('has a readable size if it is %s', async (_name, make, width, height) => {
		expect(await inspect(await make())).toMatchObject({ width, height });
	});

	it.each([
		['in an unknown format', Buffer.from('8BPS\0\x01\0\0\0\0\0\0\0\x03', 'latin1')],
		['a video', sampleVideo().data],
		['an SVG image', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
		[
			'a JPEG that ends before the bytes with its size',
			Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF\0', 'latin1'),
		],
		['a single byte', Buffer.from([0xff])],
	])('is accepted without a known size if it is %s', async (_name, data) => {
		expect(await inspect(data)).toBeUndefined();
	});

	it.each([
		['<!doctype html><title>Sign in</title>', 'a web page'],
		['{"error":"expired"}', 'JSON'],
		['<?xml version="1.0"?><Error/>', 'XML'],
		['Not found', 'text'],
	])('is rejected if its content is %j', async (content, kind) => {
		const { message, advice } = await failureOf(inspect(Buffer.from(content)));
		expect(message).toBe(`The file in 'Input Binary Field' is ${kind}, not an image`);
		expect(advice).toMatch(/^Nothing was charged/);
	});

	it.each<[string, () => Buffer | Promise<Buffer>]>([
		['PNG', async () => half(await noise(90, 60).png().toBuffer())],
		['PNG header', () => emptyPng(31, 17).subarray(0, 20)],
		['WebP', async () => half(await noise(90, 60).webp().toBuffer())],
		['AVIF', async () => half(await noise(90, 60).avif().toBuffer())],
		['HEIC', () => heic().subarray(0, -1)],
	])('is rejected if it is a truncated %s', async (_name, make) => {
		const { message, advice } = await failureOf(inspect(await make()));
		expect(message).toBe(
			"The image in 'Input Binary Field' is incomplete: the end of the file is missing",
		);
		expect(advice).toMatch(/^Nothing was charged/);
	});

	it('is rejected if its size is absurd', async () => {
		const png = emptyPng(ABSURD, ABSURD);
		expect(png.length).toBeLessThan(80);
		const { message } = await failureOf(inspect(png));
		expect(message).toContain(`'Input Binary Field' claims to be ${ABSURD} × ${ABSURD} px`);
	});

	it('is read no further than necessary', async () => {
		const jpeg = Buffer.concat([await printFile(), Buffer.alloc(5_000_000)]);
		const content = open(jpeg);
		const file = { open: async () => await Promise.resolve(content) } as unknown as OpenFile;
		await inspectFile(file, 'Input Binary Field');
		expect(Buffer.isBuffer(content) || content.destroyed).toBe(true);
		expect(Buffer.isBuffer(content) || !content.readableEnded).toBe(true);
	});
});

describe('an image at a URL', () => {
	const URL = 'https://example.com/image';

	const apiOf = (body: Readable, signal?: AbortSignal) => {
		const transfer = jest.fn().mockResolvedValue({ status: 206, headers: {}, body });
		return { baseUrl: '', signal, call: jest.fn(), transfer } satisfies Api;
	};
	const inspect = async (body: Readable, signal?: AbortSignal) =>
		await inspectUrl(apiOf(body, signal), URL, 'Image URL');

	it.each<[string, () => Buffer | Promise<Buffer>, number, number]>([
		['a PNG', async () => await noise(31, 17).png().toBuffer(), 31, 17],
		['a print file', printFile, 17, 31],
		['a HEIC', () => heic(), 3024, 4032],
	])('has a readable size if it is %s', async (_name, make, width, height) => {
		const body = Readable.from(slices(await make(), 300));
		expect(await inspect(body)).toMatchObject({ width, height });
		expect(body.destroyed).toBe(true);
	});

	it('has a readable size if it is a HEIC, even if a chunk ends in the middle of its properties', async () => {
		const data = heic();
		const wrong: number[] = [];
		for (let at = 1; at < data.length; at++) {
			const body = Readable.from([data.subarray(0, at), data.subarray(at)]);
			const size = await inspect(body);
			if (size?.width !== 3024 || size.height !== 4032) wrong.push(at);
		}
		expect(wrong).toEqual([]);
		expect(await inspect(Readable.from(slices(data, 1)))).toMatchObject({
			width: 3024,
			height: 4032,
		});
	});

	it.each([
		['text', Buffer.from('<!doctype html>')],
		['half a header', heic().subarray(0, 200)],
		[
			'a JPEG whose size follows 9 MB of other data',
			withSegments(Buffer.from([0xff, 0xd8]), ...Array<Buffer>(140).fill(profile)),
		],
	])('has no size if it is %s', async (_name, data) => {
		const body = Readable.from(slices(data, 65_536));
		expect(await inspect(body)).toBeUndefined();
		expect(body.destroyed).toBe(true);
	});

	it('is read only up to 8 MB', async () => {
		let sent = 0;
		const endless = function* () {
			yield Buffer.from([0xff, 0xd8, 0xff, 0xe2, 0, 2]);
			for (; sent < 50e6; sent += profile.length) yield profile;
		};
		expect(await inspect(Readable.from(endless(), { highWaterMark: 1 }))).toBeUndefined();
		expect(sent).toBeGreaterThan(8e6);
		expect(sent).toBeLessThan(9e6);
	});

	it('has no size if the server stalls after the first bytes', async () => {
		const time = speedUp(500);
		const body = new Readable({ read() {} });
		body.push(heic().subarray(0, 100));
		const complaints = await complaintsDuring(async () => {
			expect(await inspect(body)).toBeUndefined();
		});
		expect(body.destroyed).toBe(true);
		expect(complaints).toEqual([]);
		expect(time.waits).toEqual([]);
	});

	it('has no size if the server slowly sends one byte at a time', async () => {
		speedUp(500);
		const body = new Readable({ read() {} });
		body.push(Buffer.from([0xff, 0xd8, 0xff, 0xe2]));
		const dripping = setInterval(() => body.push(Buffer.from([0xff])), 5);
		body.on('close', () => clearInterval(dripping));
		expect(await inspect(body)).toBeUndefined();
		expect(body.destroyed).toBe(true);
	});

	it('gets 20 s in total, including the wait for the first byte', async () => {
		let now = 0;
		const limits: number[] = [];
		jest.spyOn(clock, 'now').mockImplementation(() => now);
		jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
			limits.push(ms);
			await new Promise(() => {});
		});
		const api = apiOf(Readable.from([heic()]));
		const reply: unknown = await api.transfer();
		api.transfer.mockImplementation(async () => {
			now += 19_000;
			return await Promise.resolve(reply);
		});
		await inspectUrl(api, URL, 'Image URL');
		expect(api.transfer).toHaveBeenLastCalledWith(expect.objectContaining({ idleTimeout: 20_000 }));
		expect(limits).toEqual([1_000]);
	});

	it('has no size if the connection breaks or the server refuses the request', async () => {
		const broken = new Readable({ read() {} });
		broken.push(heic().subarray(0, 100));
		setImmediate(() => broken.destroy(new Error('ECONNRESET')));
		expect(await inspect(broken)).toBeUndefined();

		const body = Readable.from([heic()]);
		const api = apiOf(body);
		api.transfer.mockResolvedValue({ status: 403, headers: {}, body });
		expect(await inspectUrl(api, URL, 'Image URL')).toBeUndefined();
		expect(body.destroyed).toBe(true);
	});

	it('is rejected if its size is absurd', async () => {
		const { message } = await failureOf(inspect(Readable.from([emptyPng(ABSURD, ABSURD)])));
		expect(message).toContain(`'Image URL' claims to be ${ABSURD} × ${ABSURD} px`);
	});

	it('is no longer read once the execution is canceled', async () => {
		const stop = new AbortController();
		const body = new Readable({ read() {} });
		setImmediate(() => stop.abort());
		expect(await failureOf(inspect(body, stop.signal))).toMatchObject({ kind: 'cancelled' });
		expect(body.destroyed).toBe(true);
	});
});

function* slices(data: Buffer, length: number): Generator<Buffer> {
	for (let at = 0; at < data.length; at += length) yield data.subarray(at, at + length);
}

function half(data: Buffer): Buffer {
	return data.subarray(0, data.length / 2);
}
