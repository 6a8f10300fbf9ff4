import { inputFailure, unpaid, type Failure } from '../failure';
import type { Chunks } from '../file/bytes';
import type { Bitmap } from './bitmap';
import { growBitmap } from './grow';
import { readTransparency } from './transparency';

/** The part of a cutout that becomes the mask. */
export type CutoutPart = 'transparent' | 'opaque';

/**
 * Makes a mask from the transparent or the opaque part of a cutout. A pixel counts as transparent if it is more
 * transparent than opaque. Holds one or two bits per pixel in memory, never the whole image.
 * @param label the cutout's label in the form, for messages
 * @param grow margin around the part, px
 * @throws Failure of kind `input` if nothing or everything would be replaced, or the file isn't a complete PNG with
 * transparency; also throws when the signal is aborted
 */
export async function maskOfCutout(
	chunks: Chunks,
	label: string,
	{ part, grow }: { part: CutoutPart; grow: number },
	signal?: AbortSignal,
): Promise<Bitmap> {
	const marked = await readTransparency(chunks, label, signal);
	const total = marked.width * marked.height;
	const transparent = marked.count();
	if (transparent === 0) throw allOpaque(label);
	if (transparent === total) throw allTransparent(label);
	if (part === 'opaque') marked.invert();
	const mask = await growBitmap(marked, grow, signal);
	if (mask.count() === total) throw allGrown(label, grow);
	return mask;
}

function allOpaque(label: string): Failure {
	return inputFailure(
		`The image in '${label}' has no transparent part`,
		unpaid(
			'Remove the background with Fotor Background Remover first. If you already did, check the result: the tool may have found no background.',
		),
	);
}

function allTransparent(label: string): Failure {
	return inputFailure(
		`The image in '${label}' is fully transparent`,
		unpaid(
			"Check the node that removed the background: it may have found nothing to keep. In Fotor Background Remover, choose a different 'Subject'.",
		),
	);
}

function allGrown(label: string, grow: number): Failure {
	return inputFailure(
		`Grown by ${grow} px, the mask of '${label}' covers the whole image`,
		unpaid("Lower 'Grow (Pixels)' in the options."),
	);
}
