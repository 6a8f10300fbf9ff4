import sharp from 'sharp';

import {
	AI_REPLACE,
	startUpscaler,
	textOf,
	type UpscalerSetup,
} from '../../../harness/engine/upscaler';
import { speedUp } from '../../support/time';
import { blank, exifSegment, withSegments, xmpSegment } from '../file/samples';

let setup: UpscalerSetup;
beforeAll(async () => {
	setup = await startUpscaler();
});
afterAll(async () => {
	await setup.close();
});
beforeEach(() => {
	setup.sandbox.reset();
	speedUp(20);
});
afterEach(() => jest.restoreAllMocks());

/** An image stored as 40 × 20 px. With orientation 6, viewers show it as 20 × 40 px. */
const photo = async (orientation: number) =>
	withSegments(await blank(40, 20).jpeg().toBuffer(), exifSegment(orientation), xmpSegment);

/** Replaces the upper-left quarter of each image. @returns the mask of the first image */
async function replace(files: Buffer[], options: { exifOrientation?: string }, asUrl = false) {
	const items = files.map(async (file, n) => ({
		json: { url: setup.sandbox.publish(`${n}.jpg`, file) },
		binary: await setup.engine.file(file, `${n}.jpg`, 'image/jpeg'),
	}));
	const region = { x: 0, y: 0, width: 50, height: 50, shape: 'rectangle' };
	const result = await setup.engine.run(
		AI_REPLACE,
		{
			imageSource: asUrl ? 'url' : 'binary',
			imageUrl: '={{ $json.url }}',
			maskSource: 'regions',
			maskRegions: { region: [region] },
			prompt: 'a door',
			options: { downloadResult: false, ...options } as never,
		},
		{ input: await Promise.all(items) },
	);
	const address = String(setup.sandbox.submissions[0]?.body.maskImageUrl);
	const upload = setup.sandbox.uploads.get(address);
	if (!upload) throw new Error(`no mask: ${textOf(result)}`);
	const { data, info } = await sharp(await upload.read())
		.toColourspace('b-w')
		.raw()
		.toBuffer({ resolveWithObject: true });
	const white: Array<[number, number]> = [];
	data.forEach((value, at) => {
		if (value > 127) white.push([at % info.width, Math.floor(at / info.width)]);
	});
	const box = [0, 1].map((axis) => Math.max(...white.map((point) => point[axis] ?? 0)) + 1);
	return { result, size: [info.width, info.height], box, count: white.length };
}

describe('a mask for an image the camera stored rotated, with XMP after EXIF', () => {
	it.each([
		['by default', {}, [20, 40]],
		['with `apply`', { exifOrientation: 'apply' }, [20, 40]],
		['with `ignore`', { exifOrientation: 'ignore' }, [40, 20]],
	])('has the right size and pixels %s', async (_, options, [width = 0, height = 0]) => {
		for (const asUrl of [false, true]) {
			setup.sandbox.reset();
			const mask = await replace([await photo(6)], options, asUrl);
			expect(mask.size).toEqual([width, height]);
			expect(mask.box).toEqual([width / 2, height / 2]);
			expect(mask.count).toBe((width * height) / 4);
		}
	});

	it("adds one hint that Fotor's behavior is unknown, unless the user has set 'Image Rotation'", async () => {
		const photos = [await photo(6), await photo(8)];
		const { result } = await replace(photos, {});
		expect(result.hints.filter((hint) => hint.includes("'Image Rotation'"))).toHaveLength(1);
		setup.sandbox.reset();
		expect((await replace(photos, { exifOrientation: 'ignore' })).result.hints).toEqual([]);
	});

	it('is the same with `apply` and `ignore`, and adds no hint, if the image is not rotated', async () => {
		for (const exifOrientation of ['apply', 'ignore']) {
			setup.sandbox.reset();
			const { size, result } = await replace([await photo(1)], { exifOrientation });
			expect(size).toEqual([40, 20]);
			expect(result.hints).toEqual([]);
		}
	});
});
