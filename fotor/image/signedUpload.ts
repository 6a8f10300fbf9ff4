import { advice, freeCallFailure, happened } from '../api/explain';
import { classify, type Refusal } from '../api/outcome';
import { TIMEOUT, type Api } from '../api/request';
import { retryFree } from '../api/retry';
import { clock } from '../clock';
import { Failure } from '../failure';
import type { OpenFile } from '../file/open';
import { isObject } from '../values';

type Attempt = { url: string } | { refusal: Refusal; step: 'sign' | 'put' };

/**
 * Uploads a file to Fotor's storage (API reference, section 18): sign, put, and a fresh URL for each retry.
 * @param uploadType `type` of the signing call
 * @param label the form's label of the file, for texts
 * @returns the URL under which Fotor reads the file
 * @throws Failure; nothing is paid before
 */
export async function signedUpload(
	api: Api,
	uploadType: string,
	file: OpenFile,
	label: string,
): Promise<string> {
	const result = await retryFree(
		async () => await attempt(api, uploadType, file),
		(made) => ('refusal' in made ? made.refusal : undefined),
		api.signal,
	);
	if ('url' in result) return result.url;
	throw uploadFailure(label, result.step, result.refusal);
}

async function attempt(api: Api, uploadType: string, file: OpenFile): Promise<Attempt> {
	const signed = await api.call({
		method: 'GET',
		path: '/v1/upload/sign',
		query: { type: uploadType, suffix: file.suffix },
		timeout: TIMEOUT.poll,
	});
	if (signed.kind !== 'success') return { refusal: signed, step: 'sign' };
	const { upload_url: target, url } = isObject(signed.data) ? signed.data : {};
	if (!isWebUrl(target) || !isWebUrl(url)) {
		return { refusal: { kind: 'unreadable', text: 'no upload address in it' }, step: 'sign' };
	}
	const reply = await api.transfer({
		method: 'PUT',
		url: target,
		body: (await file.open()) as never,
		headers: { 'Content-Type': file.mimeType, 'Content-Length': String(file.size) },
		encoding: 'text',
		idleTimeout: TIMEOUT.idle,
	});
	if ('fault' in reply) return { refusal: { kind: reply.fault, text: reply.text }, step: 'put' };
	if (reply.status >= 200 && reply.status < 300) return { url };
	// Its status is not 2xx, so this is no success.
	return { refusal: classify(reply, clock.now()) as Refusal, step: 'put' };
}

function isWebUrl(value: unknown): value is string {
	return typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);
}

function uploadFailure(label: string, step: 'sign' | 'put', refusal: Refusal): Failure {
	const what = `The file in '${label}' could not be uploaded`;
	if (step === 'put') {
		const reason = STORAGE[refusal.kind] ?? happened(refusal);
		return new Failure('rejected', `${what}: ${reason}`, `${NOTHING_PAID} ${OTHER_WAY}`);
	}
	// These would meet every other request too.
	if (refusal.kind === 'unauthorized' || refusal.kind === 'blocked') {
		return freeCallFailure(what, refusal);
	}
	const offered =
		refusal.kind === 'forbidden' || refusal.kind === 'notFound'
			? 'Fotor does not offer the signed upload to this account.'
			: advice(refusal);
	return new Failure(
		'rejected',
		`${what}: ${happened(refusal)}`,
		`${NOTHING_PAID} ${offered} ${OTHER_WAY}`,
	);
}

const NOTHING_PAID = 'Nothing was paid for this item.';
const OTHER_WAY =
	"Set 'Upload Method' in the options to 'Base64' (up to 10 MB), or give the picture as a URL.";

/** The storage knows no key, so its refusals mean something else than the API's. */
const STORAGE: Partial<Record<Refusal['kind'], string>> = {
	unauthorized: "Fotor's storage refused the signed address (HTTP 401)",
	forbidden: "Fotor's storage refused the signed address (HTTP 403)",
	notFound: "Fotor's storage does not know the signed address (HTTP 404)",
};
