import { isObject } from '../values';
import { address, readTask, type ResultFile, type TaskDetails } from '../task/details';

/** What a call claims, in the terms of a task; nobody has confirmed it yet. */
export type Claim = TaskDetails;

/** Bytes of a body; the longest headshot call that Fotor can send stays far below. */
export const LONGEST_BODY = 1_000_000;
const LONGEST_TYPE = 100;
const LONGEST_ADDRESS = 4_096;
/** Result addresses of one call. Each item lists all of them, so that the output grows with the square. */
const MOST_FILES = 200;
/** Characters of all result addresses of one call. */
const LONGEST_ADDRESSES = 100_000;

// Ids in the documentation are 32 hex digits; this lets other plain ids through, and no path or control character.
const TASK_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/**
 * Reads the body of a call (API reference, section 21). Takes the documented fields only; a field of another
 * type makes the whole call unusable.
 * @returns the claim, or why there is none
 */
export function readClaim(body: unknown): Claim | { unusable: string } {
	const call = parsed(body);
	if (!isObject(call)) return { unusable: 'the body is not a JSON object' };
	const { taskId, status, type, resultUrl, avatarResult } = call;
	if (typeof taskId !== 'string' || !TASK_ID.test(taskId)) {
		return { unusable: 'no usable taskId' };
	}
	if (!isStatus(status)) return { unusable: 'no usable status' };
	if (!isTextOrNothing(type, LONGEST_TYPE)) return { unusable: 'no usable type' };
	if (!isTextOrNothing(resultUrl, LONGEST_ADDRESS)) return { unusable: 'no usable resultUrl' };
	if (!isPictureListOrNothing(avatarResult)) return { unusable: 'no usable avatarResult' };
	const claim = readTask(taskId, { status, type, resultUrl, avatarResult });
	if (!claim) return { unusable: 'no usable status' };
	if (claim.files.length > MOST_FILES) return { unusable: 'too many results' };
	const length = claim.files.reduce((sum, { url }) => sum + url.length, 0);
	if (length > LONGEST_ADDRESSES) return { unusable: 'the result addresses are too long' };
	// With pictures, `readTask` leaves the single address out; a forger must not hide it there.
	const single = address(resultUrl);
	if (single && !claim.files.some(({ url }) => url === single)) {
		claim.files.push({ url: single, sensitive: false });
	}
	return claim;
}

/** The files of a claim whose addresses a browser would open; only these may leave unverified. */
export function webFiles(claim: Claim): ResultFile[] {
	return claim.files.filter(
		({ url }) =>
			url.length <= LONGEST_ADDRESS && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol),
	);
}

// A sender that forgets the content type leaves text; everything else n8n has parsed already.
function parsed(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body.replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}

/** An integer, perhaps as text; which one is decided where tasks are read. */
function isStatus(value: unknown): boolean {
	if (typeof value === 'string') return /^\d{1,3}$/.test(value);
	return Number.isSafeInteger(value);
}

function isTextOrNothing(value: unknown, longest: number): boolean {
	if (value === undefined || value === null) return true;
	return typeof value === 'string' && value.length <= longest;
}

function isPictureListOrNothing(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (!Array.isArray(value) || value.length > MOST_FILES) return false;
	return value.every(
		(group) =>
			isObject(group) &&
			isTextOrNothing(group.templateId, LONGEST_TYPE) &&
			(group.images === undefined || group.images === null || isImageList(group.images)),
	);
}

function isImageList(value: unknown): boolean {
	if (!Array.isArray(value) || value.length > MOST_FILES) return false;
	return value.every((image) => isObject(image) && isTextOrNothing(image.url, LONGEST_ADDRESS));
}
