import { advice, freeCallFailure, happened, rawText } from '../api/explain';
import { classify, type Refusal } from '../api/outcome';
import { TIMEOUT, type Api } from '../api/request';
import { outliveRateLimit, retryFree, type Patience } from '../api/retry';
import { clock } from '../clock';
import { Failure, unpaid } from '../failure';
import type { OpenFile } from '../file/open';
import { isObject } from '../values';

/**
 * Maximum size of a file that is sent as a data URI, in bytes. Data URIs are held in memory, so they need a limit. This
 * is the one that Fotor documents for model-based tools (API reference, section 18).
 */
export const LARGEST_BASE64 = 10 * 1024 * 1024;

interface Refused {
	refusal: Refusal;
	step: 'sign' | 'put';
}
type Attempt = { url: string } | Refused;

/**
 * Uploads a file to Fotor's storage (API reference, section 18): requests a signed URL, then sends the file to it. Each
 * retry requests a new URL.
 * @param uploadType the `type` parameter of the request for a signed URL
 * @param label the file's label in the form, for messages
 * @returns the URL from which Fotor reads the file
 * @throws Failure; nothing has been charged at that point
 */
export async function signedUpload(
	api: Api,
	uploadType: string,
	file: OpenFile,
	label: string,
	patience: Patience,
): Promise<string> {
	const result = await retryFree(
		async () => await attempt(api, uploadType, file, patience),
		// A signing call that ends with "too many requests" isn't retried: it has already waited as long as the user
		// allows.
		(made) => (!made || 'url' in made || isBusy(made) ? undefined : made.refusal),
		api.signal,
		() => patience.deadline,
	);
	if (!result) throw tooLate(label);
	if ('url' in result) return result.url;
	throw uploadFailure(label, file, result);
}

function isBusy({ refusal, step }: Refused): boolean {
	return step === 'sign' && refusal.kind === 'rateLimited';
}

async function attempt(
	api: Api,
	uploadType: string,
	file: OpenFile,
	patience: Patience,
): Promise<Attempt | undefined> {
	const query = { type: uploadType, suffix: file.suffix };
	const call = { method: 'GET', path: '/v1/upload/sign', query, timeout: TIMEOUT.poll } as const;
	const signed = await outliveRateLimit(async () => await api.call(call), patience);
	if (!signed) return undefined;
	if (signed.kind !== 'success') return { refusal: signed, step: 'sign' };
	const { upload_url: target, url } = isObject(signed.data) ? signed.data : {};
	if (!isWebUrl(target) || !isWebUrl(url)) {
		return { refusal: { kind: 'unreadable', text: 'no upload URL in the reply' }, step: 'sign' };
	}
	const reply = await put(api, target, file, patience.deadline);
	if ('fault' in reply) return { refusal: { kind: reply.fault, text: reply.text }, step: 'put' };
	if (reply.status >= 200 && reply.status < 300) return { url };
	// The status isn't 2xx, so the outcome can't be a success.
	return { refusal: classify(reply, clock.now()) as Refusal, step: 'put' };
}

async function put(api: Api, url: string, file: OpenFile, deadline: number) {
	const body = await file.open();
	try {
		return await api.transfer({
			method: 'PUT',
			url,
			body: body as never,
			headers: { 'Content-Type': file.mimeType, 'Content-Length': String(file.size) },
			encoding: 'text',
			idleTimeout: TIMEOUT.idle,
			deadline,
		});
	} finally {
		// A transfer that failed or was canceled leaves the file open.
		if (!Buffer.isBuffer(body)) (body as NodeJS.ReadableStream & { destroy(): void }).destroy();
	}
}

function isWebUrl(value: unknown): value is string {
	return typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);
}

/** The failure for a file whose upload ran out of time. */
export function tooLate(label: string): Failure {
	return new Failure(
		'rejected',
		`The file in '${label}' could not be uploaded within 'Maximum Wait Time'`,
		unpaid("Raise 'Maximum Wait Time' in the options, or make the file smaller."),
	);
}

function uploadFailure(label: string, { size }: OpenFile, { step, refusal }: Refused): Failure {
	const what = `the file in '${label}' was not uploaded`;
	if (step === 'put') {
		return new Failure(
			'rejected',
			`${atStorage(refusal)}, so ${what}`,
			unpaid(otherWay(size)),
			undefined,
			rawText(refusal),
		);
	}
	// Any other request would be refused in the same way.
	if (refusal.kind === 'unauthorized' || refusal.kind === 'blocked') {
		return freeCallFailure(what, refusal);
	}
	const isOffered = refusal.kind !== 'forbidden' && refusal.kind !== 'notFound';
	const first = isOffered
		? advice(refusal)
		: 'Fotor might not offer signed uploads to this account.';
	const other = MEETS_EVERY_UPLOAD.includes(refusal.kind) ? '' : otherWay(size);
	return new Failure(
		'rejected',
		`${happened(refusal)}, so ${what}`,
		unpaid(`${first} ${other}`),
		undefined,
		rawText(refusal),
	);
}

/**
 * Refusals of the request for an upload URL that would affect the other upload methods, too, so suggesting one of them
 * wouldn't help.
 */
const MEETS_EVERY_UPLOAD: Array<Refusal['kind']> = [
	'rateLimited',
	'redirected',
	'refused',
	'unresolved',
	'timeout',
	'broken',
];

/** @param size in bytes */
function otherWay(size: number): string {
	return size > LARGEST_BASE64
		? 'Provide the image as a URL, or make the file smaller.'
		: "Set 'Upload Method' in the options to 'Base64' (up to 10 MB), or provide the image as a URL.";
}

/** Fotor's storage doesn't know the API key, so its refusals mean something different from the API's. */
function atStorage({ kind }: Refusal): string {
	switch (kind) {
		case 'refused':
		case 'unresolved':
			return "Fotor's storage can't be reached";
		case 'timeout':
			return "Fotor's storage did not reply in time";
		case 'broken':
			return "The connection to Fotor's storage was lost";
		default:
			return "Fotor's storage did not accept the upload";
	}
}
