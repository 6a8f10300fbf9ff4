import { inputFailure, unpaid, type Failure } from '../failure';
import type { Chunks } from '../file/bytes';
import type { Dimensions } from '../file/dimensions';
import { turn } from '../file/size';
import type { Bitmap } from './bitmap';
import { maskOfCutout } from './cutout';
import { growBitmap } from './grow';
import { sizeNeeded } from './limits';
import { CutoutMask, FilePicture, type DrawnMask, type MadeMask, type UrlPicture } from './picture';
import { drawRegions } from './regions';

/** Access to the images that a mask is made from. */
export interface MaskImages {
	/** Undefined if the size can't be read. */
	size(picture: UrlPicture | FilePicture): Promise<Dimensions | undefined>;
	/** The file's content. */
	read(picture: UrlPicture | FilePicture): Promise<Chunks>;
}

/**
 * Makes the mask of an image: a bitmap in which the pixels to replace are marked.
 * @param hint called with messages for the user, possibly several times with the same message
 * @throws Failure of kind `input` if the mask can't be made; also throws when the signal is aborted
 */
export async function makeMask(
	mask: MadeMask,
	images: MaskImages,
	{ hint, signal }: { hint: (text: string) => void; signal?: AbortSignal },
): Promise<Bitmap> {
	if (mask instanceof CutoutMask) return await cutOut(mask, images, signal);
	const size = await sizeOf(mask, images, hint);
	return await growBitmap(await drawRegions(size, mask.regions, signal), mask.grow, signal);
}

async function sizeOf(
	{ of, orientation }: DrawnMask,
	images: MaskImages,
	hint: (text: string) => void,
) {
	const size = await images.size(of);
	if (!size && of instanceof FilePicture) {
		throw sizeNeeded(of.label, 'a mask must be the same size');
	}
	if (!size) throw sizeUnknown(of.label);
	if (size.turnedByExif && orientation === 'apply') hint(ROTATION_UNKNOWN);
	return turn(size, Boolean(size.turnedByExif) && orientation === 'ignore');
}

async function cutOut(
	{ of, cutout, part, grow }: CutoutMask,
	images: MaskImages,
	signal?: AbortSignal,
): Promise<Bitmap> {
	if (cutout.identity !== of.identity) {
		const [size, own] = [await images.size(of), await images.size(cutout)];
		if (size && own && !isSameSize(size, own)) throw otherSize(of, size, cutout, own);
	}
	return await maskOfCutout(await images.read(cutout), cutout.label, { part, grow }, signal);
}

/**
 * True if a cutout is the same size as its image, either before or after the image's EXIF rotation: background removal
 * may or may not apply the rotation.
 */
function isSameSize(image: Dimensions, { width, height }: Dimensions): boolean {
	const stored = turn(image, Boolean(image.turnedByExif));
	return [image, stored].some((size) => size.width === width && size.height === height);
}

function otherSize(
	of: UrlPicture | FilePicture,
	size: Dimensions,
	cutout: UrlPicture | FilePicture,
	own: Dimensions,
): Failure {
	return inputFailure(
		`The cutout in '${cutout.label}' is ${own.width} × ${own.height} px, but the image in '${of.label}' is ${size.width} × ${size.height} px`,
		unpaid('Use a cutout of the same image, at full size.'),
	);
}

function sizeUnknown(label: string): Failure {
	return inputFailure(
		`n8n can't read the size of the image in '${label}', so it can't draw the mask`,
		unpaid(
			"Download the image with the HTTP Request node first and set 'Image Source' to 'Binary File', or provide the mask as a file or a URL.",
		),
		'Nothing was charged. Pass the URL of a PNG or JPEG that needs no sign-in, or pass a mask image by URL.',
	);
}

const ROTATION_UNKNOWN =
	"A camera marked an image as rotated. The mask was drawn for the image as image viewers show it. Fotor's documentation doesn't say whether Fotor rotates images. If the wrong part was replaced, set 'Image Rotation' in the options to 'As Stored'.";
