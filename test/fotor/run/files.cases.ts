import * as workflow from 'n8n-workflow';
import type { INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import { replaceColor, samplePhoto, samplePortrait } from '../../../sandbox';
import type { BinaryMode } from '../../../harness/engine/core';
import { startFotor, type Fotor } from '../../../harness/engine/fotor';
import { speedUp } from '../../support/time';

/** True in n8n 2.x, whose combined binary mode makes files part of `json`. */
const HAS_COMBINED_MODE = 'BINARY_MODE_COMBINED' in workflow;

/** Declares the tests that must pass in every binary mode. Each mode has its own test file. */
export function describeFiles(binaryMode: BinaryMode): void {
	describe(`files in binary mode "${binaryMode}"`, () => {
		let fotor: Fotor;
		const photo = samplePhoto();

		beforeAll(async () => {
			fotor = await startFotor({ binaryMode });
		});
		afterAll(async () => await fotor.close());
		beforeEach(() => {
			fotor.sandbox.reset();
			speedUp(10);
		});
		afterEach(() => jest.restoreAllMocks());

		const fileItem = async (data = photo.data, name = photo.fileName, type = photo.mimeType) => ({
			json: {},
			binary: await fotor.engine.file(data, name, type),
		});
		const run = async (node: string, parameters: INodeParameters, ...items: unknown[]) =>
			await fotor.engine.run(`n8n-nodes-fotor.${node}`, parameters, { input: items as never });
		const requests = (method: string, path: RegExp) =>
			fotor.sandbox.requests.filter((r) => r.method === method && path.test(r.path));

		it('are uploaded unchanged, with their length and type and without the key', async () => {
			const { error } = await run('fotorSkinRetouch', {}, await fileItem());
			expect(error).toBeUndefined();
			const [put] = requests('PUT', /./);
			expect(put?.headers).toMatchObject({
				'content-type': 'image/jpeg',
				'content-length': String(photo.data.length),
			});
			expect(put?.headers).not.toHaveProperty('authorization');
			const [upload] = [...fotor.sandbox.uploads.values()];
			expect((await upload?.read())?.equals(photo.data)).toBe(true);
		});

		it('come back as Fotor serves them, named after the input and the tool, with a type that matches their content', async () => {
			const { items } = await run('fotorUpscaler', {}, await fileItem());
			const served = await fetch(items[0]?.json.resultUrl as string);
			const expected = Buffer.from(await served.arrayBuffer());
			expect((await fotor.engine.read(items[0])).equals(expected)).toBe(true);
			expect(items[0]?.binary?.data).toMatchObject({
				fileName: 'landscape-upscaler.png',
				mimeType: 'image/png',
				fileExtension: 'png',
			});
		});

		it('get the name and the field the user chose', async () => {
			const parameters = { outputBinaryProperty: 'big', options: { fileName: 'my photo' } };
			const { items } = await run('fotorUpscaler', parameters, await fileItem());
			expect(items[0]?.binary?.big?.fileName).toBe('my photo.png');
		});

		it('are uploaded once, however many items and fields use them', async () => {
			const item = await fileItem();
			const swap = { faceBinaryProperty: 'data', templateBinaryProperty: 'data' };
			const { items } = await run('fotorFaceSwap', swap, item, item, item);
			expect(items).toHaveLength(3);
			expect(requests('PUT', /./)).toHaveLength(1);
			expect(fotor.sandbox.submissions).toHaveLength(3);
		});

		it('are uploaded separately if they differ', async () => {
			const other = samplePortrait();
			await run(
				'fotorSkinRetouch',
				{},
				await fileItem(),
				await fileItem(other.data, other.fileName, other.mimeType),
			);
			expect(requests('PUT', /./)).toHaveLength(2);
		});

		it('are sent as data URIs with the Base64 method', async () => {
			const { error } = await run(
				'fotorSkinRetouch',
				{ options: { uploadMethod: 'base64' } },
				await fileItem(),
			);
			expect(error).toBeUndefined();
			expect(requests('GET', /sign/)).toEqual([]);
			expect(fotor.sandbox.submissions[0]?.body.userImageUrl).toBe(
				`data:image/jpeg;base64,${photo.data.toString('base64')}`,
			);
		});

		it('over 10 MB are rejected by the Base64 method, with advice', async () => {
			const large = Buffer.concat([photo.data, Buffer.alloc(10 * 1024 * 1024)]);
			const { error } = await run(
				'fotorSkinRetouch',
				{ options: { uploadMethod: 'base64' } },
				await fileItem(large),
			);
			expect(error?.message).toMatch(
				/is 10\.\d MB, but the 'Base64' upload method accepts at most 10 MB/,
			);
			expect(error?.description).toMatch(/'Signed Upload'/);
			expect(fotor.sandbox.requests).toEqual([]);
		});

		it.each([
			['empty', () => Buffer.alloc(0), /^The file in 'Input Binary Field' is empty$/],
			[
				'web pages',
				() => Buffer.from('<html>'),
				/'Input Binary Field' is a web page, not an image$/,
			],
			[
				'incomplete',
				async () => {
					const png = await sharp(photo.data).png().toBuffer();
					return png.subarray(0, png.length / 2);
				},
				/'Input Binary Field' is incomplete: the end of the file is missing$/,
			],
		])('that are %s are rejected before anything is sent', async (_what, make, message) => {
			const { error } = await run('fotorSkinRetouch', {}, await fileItem(await make()));
			expect(error?.message).toMatch(message);
			expect(fotor.sandbox.requests).toEqual([]);
		});

		it('in an unknown format are sent to Fotor, unless their size is needed', async () => {
			const item = await fileItem(Buffer.from('8BPS\0\x01\0\0\0\0\0\0\0\x03', 'latin1'));
			const limited = await run('fotorImageToImage', {}, item);
			expect(limited.error?.message).toMatch(/can't be read, and Image to Image has size limits/);
			const masked = await run('fotorAiReplace', { maskSource: 'regions', prompt: 'a door' }, item);
			expect(masked.error?.message).toMatch(/can't be read, and a mask must be the same size/);
			expect(fotor.sandbox.submissions).toEqual([]);
			await run('fotorSkinRetouch', {}, item);
			expect(fotor.sandbox.submissions).toHaveLength(1);
		});

		it('that are too large for Image to Image are rejected before anything is sent', async () => {
			const large = await sharp(photo.data).resize(1537).jpeg().toBuffer();
			const { error } = await run('fotorImageToImage', {}, await fileItem(large));
			expect(error?.message).toMatch(/is 1537 × 1025 px, but Image to Image takes at most 1536 px/);
			expect(error?.description).toMatch(/^Nothing was charged.*Edit Image/);
			expect(fotor.sandbox.requests).toEqual([]);
		});

		it.each([
			[
				'too small for',
				[400, 600],
				/400 × 600 px, but the Seedream 4.5 model needs at least 512 px/,
			],
			[
				'too large for',
				[2049, 1500],
				/2049 × 1500 px, but the Seedream 4.5 model takes at most 2048/,
			],
			[
				'too wide or too tall for',
				[1600, 600],
				/too wide or too tall for the Seedream 4.5 model: one side may be at most 2/,
			],
		] as const)(
			'that are %s the chosen model are rejected before anything is sent',
			async (_, size, message) => {
				const data = await sharp(photo.data)
					.resize(size[0], size[1], { fit: 'fill' })
					.jpeg()
					.toBuffer();
				const model = { model: 'seedream-4-5-251128', aspectRatio: '1:1', resolution: '2k' };
				const { error } = await run(
					'fotorImageGenerator',
					{ ...model, images: 'data', prompt: 'a lake' },
					await fileItem(data),
				);
				expect(error?.message).toMatch(message);
				expect(fotor.sandbox.requests).toEqual([]);
			},
		);

		it('that are too large for Image to Image are also detected from their first bytes if given as a URL', async () => {
			const large = await sharp(photo.data).resize(1537).png().toBuffer();
			const imageUrl = fotor.sandbox.publish('large.png', large);
			const { error } = await run(
				'fotorImageToImage',
				{ imageSource: 'url', imageUrl },
				{ json: {} },
			);
			expect(error?.message).toMatch(/'Image URL' is 1537 × 1025 px/);
			expect(fotor.sandbox.submissions).toEqual([]);
			expect(requests('GET', /large/)[0]?.headers.range).toMatch(/^bytes=0-\d+$/);
		});

		it('at an unreachable URL are sent to Fotor unchecked', async () => {
			fotor.sandbox.fail({ on: 'download', status: 403 });
			const imageUrl = fotor.sandbox.publish(photo.fileName, photo.data);
			const { error, items } = await run(
				'fotorImageToImage',
				{ imageSource: 'url', imageUrl },
				{ json: {} },
			);
			expect(error).toBeUndefined();
			expect(items).toHaveLength(1);
		});

		it.each([401, 403, 404])(
			'that the account is not allowed to upload (%d) lead to a message with advice',
			async (status) => {
				fotor.sandbox.fail({ on: 'sign', status, times: Infinity });
				const { error } = await run('fotorSkinRetouch', {}, await fileItem());
				expect(error?.message).toMatch(status === 401 ? /API key/ : /was not uploaded/);
				expect(error?.description).toMatch(
					status === 401 ? /'API Key'/ : /'Upload Method'.*'Base64'/,
				);
				expect(fotor.sandbox.submissions).toEqual([]);
			},
		);

		it('are changed only inside the drawn regions', async () => {
			const parameters = {
				maskSource: 'regions',
				maskRegions: {
					region: [
						{ x: 10, y: 20, width: 30, height: 40, shape: 'rectangle' },
						{ x: 50, y: 50, width: 25, height: 25 },
					],
				},
				prompt: 'a blue door',
			};
			const { items, error } = await run('fotorAiReplace', parameters, await fileItem());
			expect(error).toBeUndefined();
			const pixels = async (data: Buffer) => await sharp(data).removeAlpha().raw().toBuffer();
			const before = await pixels(photo.data);
			const after = await pixels(await fotor.engine.read(items[0]));
			const { r, g, b } = replaceColor('a blue door') as { r: number; g: number; b: number };
			const inside = (x: number, y: number) =>
				(x >= 96 && x < 384 && y >= 128 && y < 384) || (x >= 480 && x < 720 && y >= 320 && y < 480);
			let wrong = 0;
			for (let y = 0; y < 640; y++) {
				for (let x = 0; x < 960; x++) {
					const at = (y * 960 + x) * 3;
					const [wr, wg, wb] = inside(x, y) ? [r, g, b] : before.subarray(at, at + 3);
					if (after[at] !== wr || after[at + 1] !== wg || after[at + 2] !== wb) wrong++;
				}
			}
			expect(wrong).toBe(0);
		});

		// n8n offers the combined mode only if files are stored outside the item.
		const combined = binaryMode === 'default' || !HAS_COMBINED_MODE ? [] : ['data', '_files.data'];
		if (combined.length) {
			it.each(combined)(
				`are found in a workflow's combined binary mode as "%s"`,
				async (imageBinaryProperty) => {
					const { error, items } = await fotor.engine.run(
						'n8n-nodes-fotor.fotorSkinRetouch',
						{ imageBinaryProperty },
						{ input: [await fileItem()], settings: { binaryMode: 'combined' } as never },
					);
					expect(error).toBeUndefined();
					expect(items).toHaveLength(1);
					const [upload] = [...fotor.sandbox.uploads.values()];
					expect((await upload?.read())?.equals(photo.data)).toBe(true);
				},
			);
		}

		it('in every image format Fotor accepts are uploaded with their own type', async () => {
			const kinds = ['png', 'webp', 'gif', 'avif'] as const;
			const items = await Promise.all(
				kinds.map(async (kind) => {
					const data = await sharp(photo.data).resize(64).toFormat(kind).toBuffer();
					return await fileItem(data, `photo.${kind.toUpperCase()}`, `image/${kind}`);
				}),
			);
			await run('fotorSkinRetouch', { options: { concurrency: 1 } }, ...items);
			expect(requests('GET', /sign/).map(({ query }) => query.suffix)).toEqual([...kinds]);
			expect(requests('PUT', /./).map(({ headers }) => headers['content-type'])).toEqual(
				kinds.map((kind) => `image/${kind}`),
			);
		});
	});
}
