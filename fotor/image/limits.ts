import { inputFailure, unpaid, type Failure } from '../failure';
import type { Dimensions } from '../file/dimensions';

/** The limits that the API reference gives for the images that a tool or model accepts. */
export interface PictureLimits {
	/** px */
	minSide?: number;
	/** px */
	maxSide?: number;
	/** Maximum ratio of an image's longer side to its shorter side, 1 or more. */
	maxRatio?: number;
	/** bytes */
	maxBytes?: number;
	/** The tool or model that has these limits, such as "Image to Image" or "the Flux 2 Pro model". */
	owner: string;
}

/**
 * Largest image accepted for any tool: the longest side a JPEG can have, and sharp's default limit on pixels (268
 * megapixels). Phone cameras reach 200 megapixels. Fotor's documented limits go up to 4,096 px per side.
 */
const ACCEPTED = { side: 65_535, pixels: 0x3fff ** 2 };

/**
 * Refuses a size that only a damaged or hostile file would claim, before any work is done on the image.
 * @throws Failure of kind `input`
 */
export function checkSize(
	label: string,
	{ width, height }: Pick<Dimensions, 'width' | 'height'>,
): void {
	if (Math.max(width, height) <= ACCEPTED.side && width * height <= ACCEPTED.pixels) return;
	throw refuse(
		`The image in '${label}' claims to be ${width} × ${height} px, which is more than 65,535 px on a side or 268 megapixels`,
		"Check the node that made the file. If the image really is this large, make it smaller first, for example with n8n's Edit Image node.",
	);
}

/** Rounding leeway for ratios: 1392 x 752 counts as 16:9. */
const LEEWAY = 1.05;

/**
 * Checks an image against the limits of a tool.
 * @param size undefined if n8n can't read the size
 * @param bytes size of the file, if known
 * @throws Failure of kind `input`
 */
export function checkLimits(
	limits: PictureLimits,
	label: string,
	size: Pick<Dimensions, 'width' | 'height'> | undefined,
	bytes?: number,
): void {
	const { minSide, maxSide, maxRatio, maxBytes = Infinity, owner } = limits;
	if (size) checkSides(limits, label, size);
	else if (minSide ?? maxSide ?? maxRatio) {
		throw sizeNeeded(label, `${owner} has size limits`);
	}
	if (bytes !== undefined && bytes > maxBytes) {
		const megabytes = (count: number) => (count / 1024 / 1024).toFixed(1);
		throw refuse(
			`The file in '${label}' is ${megabytes(bytes)} MB, but ${owner} accepts at most ${megabytes(maxBytes)} MB`,
			SMALLER,
		);
	}
}

function checkSides(
	{ minSide = 0, maxSide = Infinity, maxRatio = Infinity, owner }: PictureLimits,
	label: string,
	{ width, height }: Pick<Dimensions, 'width' | 'height'>,
): void {
	const size = `The image in '${label}' is ${width} × ${height} px`;
	if (Math.max(width, height) > maxSide) {
		throw refuse(`${size}, but ${owner} takes at most ${maxSide} px on a side`, SMALLER);
	}
	if (Math.min(width, height) < minSide) {
		throw refuse(
			`${size}, but ${owner} needs at least ${minSide} px on a side`,
			'Use a larger image, or enlarge it first with Fotor AI Upscaler.',
		);
	}
	const ratio = Math.max(width / height, height / width);
	if (ratio > maxRatio * LEEWAY) {
		throw refuse(
			`${size}, which is too wide or too tall for ${owner}: one side may be at most ${maxRatio.toFixed(2)} times the other`,
			"Crop the image first, for example with n8n's Edit Image node.",
		);
	}
}

/** @param why the reason that the size is needed, worded as the end of a sentence */
export function sizeNeeded(label: string, why: string): Failure {
	return refuse(
		`The size of the image in '${label}' can't be read, and ${why}`,
		"Save the image as PNG or JPEG first, for example with n8n's Edit Image node.",
	);
}

const SMALLER = "Make the image smaller first, for example with n8n's Edit Image node.";

function refuse(message: string, advice: string): Failure {
	return inputFailure(message, unpaid(advice));
}
