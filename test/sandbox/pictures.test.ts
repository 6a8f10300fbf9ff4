import axios from 'axios';
import sharp from 'sharp';

import {
	backgroundColor,
	cutoutAlpha,
	isMasked,
	replaceColor,
	type Sandbox,
	sampleMask,
	samplePhoto,
	samplePortrait,
	sampleProduct,
	upscaledSize,
} from '../../sandbox';
import { closeAll, download, pixels, pngOf, run, sandboxFor } from './support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await sandboxFor();
});
afterAll(closeAll);

const publish = (data: Buffer): string => sandbox.publish('input.png', data);

async function result(tool: string, body: object): Promise<Buffer> {
	const task = await run(sandbox, `/v1/aiart/${tool}`, body);
	expect(task).toMatchObject({ status: 1 });
	return await download(task.resultUrl);
}

const size = async (picture: Buffer) => {
	const { format, width, height } = await sharp(picture).metadata();
	return { format, width, height };
};

describe('AI Replace', () => {
	it("paints only the white area of the mask, in the prompt's color", async () => {
		const photo = samplePhoto().data;
		const painted = await result('replacer', {
			imageUrl: publish(photo),
			maskImageUrl: publish(sampleMask().data),
			content: 'a tent',
		});
		const before = await pixels(photo);
		const mask = await pixels(sampleMask().data);
		const { r, g, b } = replaceColor('a tent');
		let inside = 0;
		for (let at = 0; at < before.data.length; at += 4) {
			if (!isMasked(mask.data[at] ?? 0)) continue;
			before.data.set([r, g, b, 255], at);
			inside++;
		}
		expect(inside).toBeGreaterThan(1000);
		expect((await pixels(painted)).data.equals(before.data)).toBe(true);
		expect((await size(painted)).format).toBe('png');
	});

	it('"paint it red" keeps light and shadow', async () => {
		const shaded = await pngOf(40, 20, (x) => [6 * x, 6 * x, 6 * x]);
		const all = await pngOf(40, 20, () => [255, 255, 255]);
		const painted = await result('replacer', {
			imageUrl: publish(shaded),
			maskImageUrl: publish(all),
			content: 'paint it red',
		});
		const { data } = await pixels(painted);
		const redAt = (x: number) => data[4 * x] ?? 0;
		expect(redAt(10)).toBeGreaterThan(redAt(2));
		expect(redAt(20)).toBeGreaterThan(redAt(10));
		expect(data[4 * 20 + 2]).toBeLessThan(redAt(20) / 2);
	});

	it('stretches a mask to the size of the image', async () => {
		const gray = await pngOf(40, 20, () => [90, 90, 90]);
		const half = await pngOf(2, 1, (x) => (x === 0 ? [0, 0, 0] : [255, 255, 255]));
		const { data } = await pixels(
			await result('replacer', {
				imageUrl: publish(gray),
				maskImageUrl: publish(half),
				content: 'red',
			}),
		);
		expect([...data.subarray(19 * 4, 21 * 4)]).toEqual([90, 90, 90, 255, 214, 48, 49, 255]);
	});

	it.each([
		['gray', async () => await sharp(samplePhoto().data).toColourspace('b-w').png().toBuffer()],
		['CMYK', async () => await sharp(samplePhoto().data).toColourspace('cmyk').jpeg().toBuffer()],
		['16-bit', async () => await sharp(samplePhoto().data).toColourspace('rgb16').png().toBuffer()],
		[
			'a WebP with alpha',
			async () => await sharp(samplePhoto().data).ensureAlpha(0.5).webp().toBuffer(),
		],
	])('accepts an image that is %s', async (_name, make) => {
		const painted = await result('replacer', {
			imageUrl: publish(await make()),
			maskImageUrl: publish(sampleMask().data),
			content: 'blue',
		});
		const { data, width } = await pixels(painted);
		const house = (400 * width + 664) * 4;
		expect([...data.subarray(house, house + 4)]).toEqual([45, 104, 216, 255]);
	});

	it("takes the color from a word in the prompt, or from the prompt's hash if no word is a color", () => {
		expect(replaceColor('A RED ball on green grass')).toEqual(replaceColor('red'));
		expect(replaceColor('a credit card')).not.toEqual(replaceColor('red'));
		expect(replaceColor('constructor')).toEqual(replaceColor('constructor'));
		expect(replaceColor('Butterfly')).not.toEqual(replaceColor('Balloon'));
	});
});

describe('AI Upscaler', () => {
	const upscale = async (picture: Buffer, factor: number, limit = 2048) =>
		await size(
			await result('imgupscale', {
				userImageUrl: publish(picture),
				upscaling_resize: factor,
				max_image_width: limit,
				max_image_height: limit,
			}),
		);

	it('makes an image 2 or 4 times as large', async () => {
		const small = await pngOf(30, 20, (x, y) => [x * 8, y * 12, 90]);
		expect(await upscale(small, 2)).toEqual({ format: 'png', width: 60, height: 40 });
		expect(await upscale(small, 4)).toEqual({ format: 'png', width: 120, height: 80 });
	});

	it('stays within the limits and keeps the aspect ratio', async () => {
		expect(await upscale(samplePhoto().data, 4)).toEqual({
			format: 'png',
			width: 2048,
			height: 1365,
		});
		expect(upscaledSize({ width: 100, height: 400 }, 4, { width: 2048, height: 800 })).toEqual({
			width: 200,
			height: 800,
		});
	});

	it('turns the image upright', async () => {
		const lying = await sharp(await pngOf(30, 20, () => [1, 2, 3]))
			.jpeg()
			.withMetadata({ orientation: 6 })
			.toBuffer();
		expect(await upscale(lying, 2)).toMatchObject({ width: 40, height: 60 });
	});
});

describe('Background Remover', () => {
	it('makes the color of the corners transparent', async () => {
		const product = sampleProduct().data;
		const cut = await pixels(await result('backgroundremover', { userImageUrl: publish(product) }));
		const before = await pixels(product);
		const background = backgroundColor({ ...before, channels: 4 });
		for (let at = 0; at < before.data.length; at += 4) {
			const [r = 0, g = 0, b = 0] = before.data.subarray(at, at + 3);
			before.data[at + 3] = cutoutAlpha({ r, g, b }, background);
		}
		expect(cut.data.equals(before.data)).toBe(true);
		const alpha = (x: number, y: number) => cut.data[(y * cut.width + x) * 4 + 3];
		expect([alpha(5, 5), alpha(400, 350)]).toEqual([0, 255]);
	});
});

describe('the other tools', () => {
	const photo = () => publish(samplePhoto().data);

	it.each([
		['retouchskin', {}, { format: 'jpeg', width: 960, height: 640 }],
		['colorize', {}, { format: 'jpeg', width: 960, height: 640 }],
		[
			'restoration',
			{ faceUpsample: true, backgroundEnhance: true, upscale: 2, fidelityWeight: 0.5 },
			{ format: 'png', width: 1920, height: 1280 },
		],
		['img2img', { templateId: 'a', format: 'png' }, { format: 'png', width: 960, height: 640 }],
		['img2img', { templateId: 'a', strength: 1 }, { format: 'jpeg', width: 960, height: 640 }],
	])('%s changes the image and returns the expected size', async (tool, more, expected) => {
		const changed = await result(tool, { userImageUrl: photo(), ...more });
		expect(await size(changed)).toEqual(expected);
		const before = await sharp(samplePhoto().data).resize(expected.width).raw().toBuffer();
		const after = await sharp(changed).removeAlpha().raw().toBuffer();
		expect(after.length).toBe(before.length);
		expect(after.equals(before)).toBe(false);
	});

	it.each([
		['1:1', 1024, 1024],
		['16:9', 1360, 768],
		['3:4', 880, 1184],
		['6361e03bc09cb851c66328a4', 1024, 1024],
	])('text2img draws an image for the size ID %s', async (sizeId, width, height) => {
		const drawn = await result('text2img', { content: 'a <b> & c', sizeId, templateId: 'a' });
		expect(await size(drawn)).toEqual({ format: 'jpeg', width, height });
	});

	it('avatar makes the requested number of images per template and sets no resultUrl', async () => {
		const task = await run(sandbox, '/v1/aiart/avatar', {
			userImageUrl: publish(samplePortrait().data),
			avatarTemplateParams: [
				{ templateId: 'a', num: 2 },
				{ templateId: 'b', num: 1 },
			],
		});
		expect(task.resultUrl).toBe('');
		const groups = task.avatarResult as { templateId: string; images: { url: string }[] }[];
		expect(groups.map(({ templateId, images }) => [templateId, images.length])).toEqual([
			['a', 2],
			['b', 1],
		]);
		const pictures = await Promise.all(
			groups.flatMap(({ images }) => images.map(({ url }) => download(url))),
		);
		expect(new Set(pictures.map((picture) => picture.toString('base64'))).size).toBe(3);
	});

	it('faceswap changes only the middle of the template', async () => {
		const plain = await pngOf(200, 100, () => [200, 200, 200]);
		const swapped = await result('faceswap', {
			userImageUrl: publish(samplePortrait().data),
			templateImageUrl: publish(plain),
		});
		const { data, width, height } = await pixels(swapped);
		expect([width, height]).toEqual([200, 100]);
		expect([...data.subarray(0, 3)]).toEqual([200, 200, 200]);
		const middle = data.subarray((45 * 200 + 100) * 4).subarray(0, 3);
		expect([...middle]).not.toEqual([200, 200, 200]);
	});

	it('imagegeneration makes an image of exactly the requested size, with the reference in the middle', async () => {
		const content = [{ type: 'text', text: 'a bird' }];
		const drawn = await result('imagegeneration/gpt-image-2', { width: 333, height: 222, content });
		expect(await size(drawn)).toMatchObject({ width: 333, height: 222 });
		const green = publish(await pngOf(50, 50, () => [0, 200, 0]));
		const expanded = await pixels(
			await result('imagegeneration/gpt-image-2', {
				width: 300,
				height: 100,
				content: [...content, { type: 'image_url', url: green }],
			}),
		);
		expect(expanded.width).toBe(300);
		const middle = expanded.data.subarray((50 * 300 + 150) * 4).subarray(0, 3);
		expect(middle[1]).toBeGreaterThan(190);
		expect(middle[0]).toBeLessThan(10);
	});

	it('expand keeps the image and adds canvas around it', async () => {
		const wide = await result('expand', { imageUrl: photo() });
		expect(await size(wide)).toMatchObject({ width: 1440, height: 640 });
		const { data } = await pixels(wide);
		const before = await pixels(samplePhoto().data);
		const row = (from: Buffer, y: number, width: number, x: number) =>
			from.subarray((y * width + x) * 4, (y * width + x + 960) * 4);
		expect(row(data, 300, 1440, 240).equals(row(before.data, 300, 960, 0))).toBe(true);
		const higher = await result('expand', { imageUrl: photo(), top: 100 });
		expect(await size(higher)).toMatchObject({ width: 960, height: 740 });
	});

	it.each(['text2video', 'img2video', 'startend2video', 'character2video'])(
		'%s returns a playable MP4',
		async (tool) => {
			const images = { text2video: 0, img2video: 1 }[tool] ?? 2;
			const task = await run(sandbox, `/v1/aiart/${tool}/kling-v3`, {
				prompt: 'a',
				imageUrls: Array.from({ length: images }, photo),
			});
			expect(task.resultUrl).toMatch(/\.mp4$/);
			expect((await download(task.resultUrl)).subarray(4, 8).toString()).toBe('ftyp');
		},
	);

	it("a video whose image can't be read fails", async () => {
		const task = await run(sandbox, '/v1/aiart/img2video/kling-v3', {
			prompt: 'a',
			imageUrls: [publish(Buffer.from('not an image'))],
		});
		expect(task).toMatchObject({ status: 2, msg: expect.stringContaining('decode') as string });
	});
});

describe('an endpoint without an image operation', () => {
	it.each([
		['a JPEG', 'image/jpeg', () => samplePhoto().data],
		['a PNG', 'image/png', () => sampleMask().data],
	])('returns %s unchanged, byte for byte', async (_name, type, data) => {
		const { resultUrl } = await run(sandbox, '/v1/aiart/facecutout', {
			userImageUrl: publish(data()),
		});
		const { headers } = await axios.head(String(resultUrl));
		expect(headers['content-type']).toBe(type);
		expect((await download(resultUrl)).equals(data())).toBe(true);
	});

	it.each([
		['an invalid image', { userImageUrl: 'text' }, 'download failed'],
		['no image', { prompt: 'a' }, 'no input image'],
	])('fails if it gets %s', async (_name, body, msg) => {
		const task = await run(sandbox, '/v1/aiart/facecutout', body);
		expect(task).toMatchObject({ status: 2, msg: expect.stringContaining(msg) as string });
	});
});

describe('a listing set', () => {
	const listing = async () =>
		await run(sandbox, '/v1/aiart/ecommercelistingset', {
			image_urls: [publish(sampleProduct().data)],
			scenes: ['Front', 'Back'],
			aspect_ratio: '3:4',
		});
	afterEach(() => {
		sandbox.options.listingForm = undefined;
		sandbox.options.failingScenes = undefined;
	});

	it('returns its scenes as Key/Value pairs', async () => {
		const task = await listing();
		expect(task.result).toEqual([
			[
				{ Key: 'name', Value: 'Front' },
				{ Key: 'success', Value: 'true' },
				{ Key: 'url', Value: task.resultUrl },
			],
			expect.arrayContaining([{ Key: 'name', Value: 'Back' }]),
		]);
		expect(await size(await download(task.resultUrl))).toMatchObject({ width: 880, height: 1184 });
	});

	it('can return its scenes, including failed ones, as objects, with the first URL as resultUrl', async () => {
		Object.assign(sandbox.options, { listingForm: 'objects', failingScenes: ['Front'] });
		const task = await listing();
		expect(task.status).toBe(1);
		expect(task.result).toEqual([
			{ name: 'Front', success: false, error: expect.any(String) as string },
			{ name: 'Back', success: true, url: task.resultUrl },
		]);
	});

	it('can return its scenes as URLs', async () => {
		Object.assign(sandbox.options, { listingForm: 'urls', failingScenes: [1] });
		const task = await listing();
		expect(task.result).toEqual([task.resultUrl]);
	});

	it('fails if no scene could be made', async () => {
		sandbox.options.failingScenes = [0, 1];
		expect(await listing()).toMatchObject({ status: 2, resultUrl: '' });
	});
});

describe('samples', () => {
	it('the sample mask is the same size as the sample image', async () => {
		expect(await size(samplePhoto().data)).toEqual({ format: 'jpeg', width: 960, height: 640 });
		expect(await size(sampleMask().data)).toEqual({ format: 'png', width: 960, height: 640 });
	});
});
