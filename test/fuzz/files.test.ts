import fc from 'fast-check';

import { dimensions, readDimensions } from '../../fotor/file/dimensions';
import { Ending } from '../../fotor/file/ending';
import { fileTypeOf } from '../../fotor/file/format';
import { StreamParser } from '../../fotor/file/parse';
import { PngReader } from '../../fotor/file/png';
import { textKindOf } from '../../fotor/file/text';
import { readMask } from '../../fotor/image/readMask';
import { blank, exifSegment, heic, noise, withSegments, xmpSegment } from '../fotor/file/samples';
import { brokenFiles, forAny, pieces, refusesOrReads } from './fuzz';

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });
const SIZE = { width: 31, height: 17 };

describe('broken files', () => {
	let pngs: Buffer[];
	let all: Buffer[];

	beforeAll(async () => {
		const image = () => blank(SIZE.width, SIZE.height);
		const turned = { orientation: 6 };
		pngs = [
			await image().png().toBuffer(),
			await image().grayscale().png({ progressive: true }).toBuffer(),
			await image().ensureAlpha(0.5).png().withMetadata(turned).toBuffer(),
			await noise(SIZE.width, SIZE.height).png({ palette: true }).toBuffer(),
		];
		all = [
			...pngs,
			withSegments(await image().jpeg().toBuffer(), exifSegment(6, 'MM'), xmpSegment),
			await image().webp().withMetadata(turned).toBuffer(),
			await image().webp({ lossless: true }).toBuffer(),
			await image().gif().toBuffer(),
			await image().tiff().withMetadata(turned).toBuffer(),
			await image().avif().withMetadata(turned).toBuffer(),
			heic([2, 5, 3], [400, 300]),
		];
	});

	it('have a plausible size or none, however they are split into chunks', async () => {
		await forAny(fc.tuple(brokenFiles(all), cuts), ([data, places]) => {
			const size = readDimensions(data);
			for (const side of size ? [size.width, size.height] : []) {
				expect(Number.isInteger(side) && side > 0 && side < 2 ** 33).toBe(true);
			}
			const parser = new StreamParser(dimensions());
			for (const piece of pieces(data, places)) parser.push(piece);
			expect(parser.result).toEqual(size);
			parser.end();
			expect(parser.done).toBe(true);
		});
	});

	it('a missing end is detected the same way, however the file is split into chunks', async () => {
		await forAny(fc.tuple(brokenFiles(all), cuts), ([data, places]) => {
			textKindOf(data);
			const format = fileTypeOf(data)?.format;
			if (!format) return;
			const [once, often] = [new Ending(format), new Ending(format)];
			once.push(data);
			for (const piece of pieces(data, places)) often.push(piece);
			expect(often.isMissing()).toBe(once.isMissing());
		});
	});

	it('a broken PNG is either read or rejected', async () => {
		await forAny(fc.tuple(brokenFiles(pngs), cuts), async ([data, places]) => {
			const png = await PngReader.open(pieces(data, places));
			let bytes = 0;
			for await (const part of png?.data() ?? []) bytes += part.length;
			expect(bytes).toBeLessThanOrEqual(data.length);
			await png?.close();
		});
	});

	it('a broken PNG is either rejected as a mask or turned into a mask of the right size', async () => {
		await forAny(fc.tuple(brokenFiles(pngs), cuts), async ([data, places]) => {
			const mask = await refusesOrReads(
				async () => await readMask(pieces(data, places), 'Mask', SIZE),
			);
			if (!mask) return;
			expect([mask.width, mask.height]).toEqual([SIZE.width, SIZE.height]);
		});
	});
});
