import { inputFailure, type Failure } from '../failure';
import type { Chunks } from '../file/bytes';
import { COLOR, PngReader, type PngHeader } from '../file/png';
import type { Size } from '../file/size';
import type { Bitmap } from './bitmap';
import { markPixels, type PixelTest } from './markPixels';

/**
 * Reads a mask and marks its white pixels. Gray pixels count as black or white, whichever is closer, and transparent
 * pixels count as black.
 * @param size px; a mask of a different size is refused
 * @throws Failure of kind `input` if the file isn't a complete PNG, is a different size, or has a palette; also throws
 * when the signal is aborted
 */
export async function readMask(
	chunks: Chunks,
	label: string,
	size: Size,
	signal?: AbortSignal,
): Promise<Bitmap> {
	const png = await PngReader.open(chunks);
	if (!png) throw refuse(`${label} isn't a PNG`);
	try {
		const { header } = png;
		const { width, height } = header;
		if (width !== size.width || height !== size.height) {
			throw refuse(
				`${label} is ${width} × ${height} px, but the image is ${size.width} × ${size.height} px`,
			);
		}
		const isWhite = whiteTest(header);
		if (!isWhite) throw refuse(`${label} is a PNG with a palette`);
		const damaged = refuse(`${label} is damaged: its pixels can't be read`);
		return await markPixels(png, isWhite, damaged, { signal });
	} finally {
		await png.close();
	}
}

/** @returns undefined for a PNG with a palette, because palettes aren't read */
function whiteTest({ bitDepth, colorType, samples }: PngHeader): PixelTest | undefined {
	if (colorType === COLOR.palette) return undefined;
	if (bitDepth < 8) {
		// A pixel is white if the highest bit of its sample is set.
		return (row, x) => {
			const bit = x * bitDepth;
			return ((row[bit >> 3] as number) & (0x80 >> (bit & 7))) !== 0;
		};
	}
	const size = bitDepth >> 3;
	const colors = colorType === COLOR.gray || colorType === COLOR.grayAlpha ? 1 : 3;
	return (row, x) => {
		const at = x * samples * size;
		if (samples > colors && (row[at + colors * size] as number) < 0x80) return false;
		let sum = 0;
		for (let index = 0; index < colors; index++) sum += row[at + index * size] as number;
		return sum >= 0x80 * colors;
	};
}

function refuse(message: string): Failure {
	return inputFailure(
		message,
		'Send a PNG of the same size as the image, with white marking the part to replace.',
	);
}
