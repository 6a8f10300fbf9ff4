import { Failure } from '../failure';
import type { Dimensions } from '../file/dimensions';

/** What a tool or model takes, where the API reference says so. */
export interface PictureLimits {
	/** px */
	minSide?: number;
	/** px */
	maxSide?: number;
	/** Widest picture: width / height, 1 or more; the narrowest is its inverse. */
	maxRatio?: number;
	/** bytes */
	maxBytes?: number;
	/** Whose limits they are, such as "Image to Image" or "the model Flux 2 Pro". */
	owner: string;
}

/**
 * Largest image accepted at all: the longest side a JPEG can have, and sharp's default limit on pixels (268
 * megapixels). Phones reach 200 megapixels. Fotor's documented limits end at 4,096 px a side.
 */
const ACCEPTED = { side: 65_535, pixels: 0x3fff ** 2 };

/**
 * Refuses a size that only a damaged or hostile file claims, before any work is done for it.
 * @throws Failure of kind `input`
 */
export function checkSize(
	label: string,
	{ width, height }: Pick<Dimensions, 'width' | 'height'>,
): void {
	if (Math.max(width, height) <= ACCEPTED.side && width * height <= ACCEPTED.pixels) return;
	throw refuse(
		`The image in '${label}' claims to have ${width} × ${height} px, more than 65,535 px on a side or 268 megapixels`,
		"Check the node that made the file. If the image really is this large, make it smaller first, for example with n8n's Edit Image node.",
	);
}

/** Rounding leeway of a ratio: 1392 x 752 counts as 16:9. */
const LEEWAY = 1.05;

/**
 * Checks a picture against the limits of a tool.
 * @param bytes size of the file, where it is known
 * @throws Failure of kind `input`
 */
export function checkLimits(
	limits: PictureLimits,
	label: string,
	{ width, height }: Pick<Dimensions, 'width' | 'height'>,
	bytes?: number,
): void {
	const {
		minSide = 0,
		maxSide = Infinity,
		maxRatio = Infinity,
		maxBytes = Infinity,
		owner,
	} = limits;
	const size = `The picture in '${label}' has ${width} × ${height} px`;
	if (Math.max(width, height) > maxSide) {
		throw refuse(`${size}, but ${owner} takes at most ${maxSide} px on a side`, SMALLER);
	}
	if (Math.min(width, height) < minSide) {
		throw refuse(
			`${size}, but ${owner} needs at least ${minSide} px on a side`,
			'Use a larger picture, or enlarge it first with Fotor AI Upscaler.',
		);
	}
	const ratio = Math.max(width / height, height / width);
	if (ratio > maxRatio * LEEWAY) {
		throw refuse(
			`${size}, which is too long for ${owner}: one side may be at most ${maxRatio.toFixed(2)} times the other`,
			"Crop the picture first, for example with n8n's Edit Image node.",
		);
	}
	if (bytes !== undefined && bytes > maxBytes) {
		const megabytes = (count: number) => (count / 1024 / 1024).toFixed(1);
		throw refuse(
			`The file in '${label}' has ${megabytes(bytes)} MB, but ${owner} takes at most ${megabytes(maxBytes)} MB`,
			SMALLER,
		);
	}
}

const SMALLER = "Make the picture smaller first, for example with n8n's Edit Image node.";

function refuse(message: string, advice: string): Failure {
	return new Failure('input', message, `Nothing was paid for this item. ${advice}`);
}
