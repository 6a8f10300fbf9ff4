import { isObject } from '../values';
import { address, readTask, type ResultFile, type TaskDetails } from '../task/details';

/** What a webhook call claims about a task, before verification. */
export type Claim = TaskDetails;

/** Maximum size of a call's body. Even the largest call, which reports a headshot task, is far smaller. */
export const MAX_BODY_BYTES = 1_000_000;
const MAX_TYPE_LENGTH = 100;
const MAX_URL_LENGTH = 4_096;
/** Maximum number of result URLs in one call. Each output item lists all URLs, so the output grows quadratically. */
const MAX_FILES = 200;
/** Maximum total length of the result URLs in one call, in characters. */
const MAX_URLS_LENGTH = 100_000;

// Documented IDs are 32 hex digits. Other plain IDs pass, but paths, control characters and long text don't.
const TASK_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/**
 * Reads the body of a call (API reference, section 21). Only documented fields are read, and a field
 * of the wrong type makes the whole call unusable.
 * @returns the claim, or why the body is unusable
 */
export function readClaim(body: unknown): Claim | { unusable: string } {
	const call = parsed(body);
	if (!isObject(call)) return { unusable: 'the body is not a JSON object' };
	const { taskId, status, type, resultUrl, avatarResult } = call;
	if (typeof taskId !== 'string' || !TASK_ID.test(taskId)) {
		return { unusable: 'no usable taskId' };
	}
	if (!isStatus(status)) return { unusable: 'no usable status' };
	if (!isTextOrNothing(type, MAX_TYPE_LENGTH)) return { unusable: 'no usable type' };
	if (!isTextOrNothing(resultUrl, MAX_URL_LENGTH)) return { unusable: 'no usable resultUrl' };
	if (!isAvatarListOrNothing(avatarResult)) return { unusable: 'no usable avatarResult' };
	const claim = readTask(taskId, { status, type, resultUrl, avatarResult });
	if (!claim) return { unusable: 'no usable status' };
	if (claim.files.length > MAX_FILES) return { unusable: 'too many results' };
	const length = claim.files.reduce((sum, { url }) => sum + url.length, 0);
	if (length > MAX_URLS_LENGTH) return { unusable: 'the result URLs are too long' };
	// `readTask` ignores `resultUrl` if `avatarResult` has images. It is added here, so a forged URL is checked, too.
	const single = address(resultUrl);
	if (single && !claim.files.some(({ url }) => url === single)) {
		claim.files.push({ url: single, sensitive: false });
	}
	return claim;
}

/** The files with http(s) URLs. Only these may reach a workflow without verification. */
export function webFiles(claim: Claim): ResultFile[] {
	return claim.files.filter(
		({ url }) =>
			url.length <= MAX_URL_LENGTH && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol),
	);
}

// n8n passes on a body without a content type as text. Any other body is already parsed.
function parsed(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body.replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}

/** True for an integer, given as a number or as text. `readTask` decides what the status means. */
function isStatus(value: unknown): boolean {
	if (typeof value === 'string') return /^\d{1,3}$/.test(value);
	return Number.isSafeInteger(value);
}

function isTextOrNothing(value: unknown, maxLength: number): boolean {
	if (value === undefined || value === null) return true;
	return typeof value === 'string' && value.length <= maxLength;
}

function isAvatarListOrNothing(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (!Array.isArray(value) || value.length > MAX_FILES) return false;
	return value.every(
		(group) =>
			isObject(group) &&
			isTextOrNothing(group.templateId, MAX_TYPE_LENGTH) &&
			(group.images === undefined || group.images === null || isImageList(group.images)),
	);
}

function isImageList(value: unknown): boolean {
	if (!Array.isArray(value) || value.length > MAX_FILES) return false;
	return value.every((image) => isObject(image) && isTextOrNothing(image.url, MAX_URL_LENGTH));
}
