import { inputFailure, unpaid, type Failure } from '../failure';
import type { Chunks } from '../file/bytes';
import { COLOR, PngReader, type PngHeader } from '../file/png';
import type { Lane } from '../file/pngRows';
import type { Bitmap } from './bitmap';
import { checkSize } from './limits';
import { markPixels, type PixelTest } from './markPixels';

/**
 * Marks the pixels of a PNG that are more transparent than opaque. Holds one bit per pixel and a few rows in memory,
 * never the whole image.
 * @param label the image's label in the form, for messages
 * @throws Failure of kind `input` if the file isn't a complete PNG or can't have transparency; also throws when the
 * signal is aborted
 */
export async function readTransparency(
	chunks: Chunks,
	label: string,
	signal?: AbortSignal,
): Promise<Bitmap> {
	const png = await PngReader.open(chunks);
	if (!png) throw noPng(label);
	try {
		const { header } = png;
		checkSize(label, header);
		const test = transparencyTest(header);
		if (!test) throw opaque(label);
		return await markPixels(png, test.isTransparent, damaged(label), { lane: test.lane, signal });
	} finally {
		await png.close();
	}
}

interface Test {
	/** The bytes that the test reads. */
	lane: Lane;
	/** True if pixel `x` of a row is more transparent than opaque. */
	isTransparent: PixelTest;
}

const EVERY_BYTE: Lane = { first: 0, step: 1 };

/** @returns undefined if a PNG with this header can't have transparent pixels */
function transparencyTest({
	bitDepth,
	colorType,
	samples,
	transparency,
}: PngHeader): Test | undefined {
	const size = bitDepth >> 3;
	if (colorType === COLOR.grayAlpha || colorType === COLOR.rgbAlpha) {
		// Alpha is the last sample of each pixel. If alpha has 16 bits, only the high byte counts.
		const lane = { first: (samples - 1) * size, step: samples * size };
		const isTransparent: Test['isTransparent'] = (row, x) =>
			(row[lane.first + x * lane.step] as number) < 0x80;
		return { lane, isTransparent };
	}
	if (!transparency) return undefined;
	if (colorType === COLOR.palette) {
		return {
			lane: EVERY_BYTE,
			isTransparent: (row, x) => (transparency[sampleAt(row, x, bitDepth)] ?? 0xff) < 0x80,
		};
	}
	const view = new DataView(transparency.buffer, transparency.byteOffset, transparency.length);
	if (view.byteLength < 2 * samples) return undefined;
	const key = Array.from({ length: samples }, (_, index) => view.getUint16(2 * index));
	const wanted = bitDepth === 16 ? key : key.map((sample) => sample & ((1 << bitDepth) - 1));
	return {
		lane: EVERY_BYTE,
		isTransparent: (row, x) =>
			wanted.every((sample, index) => sampleAt(row, x * samples + index, bitDepth) === sample),
	};
}

/** Sample `index` of a row. */
function sampleAt(row: Uint8Array, index: number, bitDepth: number): number {
	if (bitDepth === 8) return row[index] as number;
	if (bitDepth === 16) return ((row[2 * index] as number) << 8) | (row[2 * index + 1] as number);
	const bit = index * bitDepth;
	const shift = 8 - bitDepth - (bit & 7);
	return ((row[bit >> 3] as number) >> shift) & ((1 << bitDepth) - 1);
}

const MAKE_ONE = unpaid(
	"Remove the background with Fotor Background Remover first: its result is a PNG with transparency. A WebP or GIF can be saved as PNG with n8n's Edit Image node.",
);

function noPng(label: string): Failure {
	return inputFailure(
		`The image in '${label}' isn't a PNG, so its transparency can't be read`,
		MAKE_ONE,
	);
}

function opaque(label: string): Failure {
	return inputFailure(`The image in '${label}' has no transparency`, MAKE_ONE);
}

function damaged(label: string): Failure {
	return inputFailure(
		`The image in '${label}' is damaged: its pixels can't be read`,
		unpaid('Check the node that made the file.'),
	);
}
