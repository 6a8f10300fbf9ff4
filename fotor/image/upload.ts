import type { IExecuteFunctions } from 'n8n-workflow';

import { advice, freeCallFailure, happened } from '../api/explain';
import { classify, isObject, isPassing, type Outcome } from '../api/outcome';
import { TIMEOUT, type Api } from '../api/request';
import { FREE_WAITS } from '../api/retry';
import { clock, pause } from '../clock';
import { Failure } from '../failure';
import type { Dimensions } from '../file/dimensions';
import { openFile, type OpenFile } from '../file/open';
import { inspectFile, inspectUrl } from './inspect';
import { checkLimits, sizeNeeded, type PictureLimits } from './limits';
import { drawMask } from './mask';
import { FilePicture, UrlPicture, type DrawnMask, type Picture } from './picture';

export type UploadMethod = 'signedUpload' | 'base64';

/** The longest Retry-After that an upload waits out, ms. */
const LONGEST_WAIT = 60_000;
/** ms without a byte moving. */
const IDLE = 60_000;
/** A data URI is held in memory; the same limit is documented for model-based tools (section 18), bytes. */
const LARGEST_BASE64 = 10 * 1024 * 1024;

/** Gives every picture an address that Fotor can read; each distinct file is uploaded once a run. */
export class Uploads {
	private readonly addresses = new Map<string, Promise<string>>();
	private readonly sizes = new Map<string, Promise<Dimensions | undefined>>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: Api,
		private readonly uploadType: string,
	) {}

	/**
	 * @returns a web address or a data URI
	 * @throws Failure; nothing is paid before
	 */
	async address(picture: Picture, method: UploadMethod): Promise<string> {
		if (picture instanceof UrlPicture) {
			if (picture.limits) await this.check(picture, picture.limits);
			return picture.url;
		}
		if (picture instanceof FilePicture) await this.check(picture, picture.limits);
		// A base64 text is not kept: it would hold the file in memory to the end of the run.
		if (method === 'base64') return await this.dataUri(await this.open(picture), labelOf(picture));
		return await once(this.addresses, picture.identity, async () =>
			this.signedUpload(await this.open(picture), labelOf(picture)),
		);
	}

	/** A picture that Fotor would refuse, or charge for in vain, is refused here. */
	private async check(picture: UrlPicture | FilePicture, limits?: PictureLimits): Promise<void> {
		const size = await this.dimensions(picture);
		if (!limits || (!size && picture instanceof UrlPicture)) return;
		const bytes = picture instanceof FilePicture ? (await this.open(picture)).size : undefined;
		checkLimits(limits, picture.label, size, bytes);
	}

	/** Undefined for a picture on the web that can't be read from here: Fotor may reach more. */
	private async dimensions(picture: UrlPicture | FilePicture): Promise<Dimensions | undefined> {
		return await once(this.sizes, picture.identity, async () =>
			picture instanceof UrlPicture
				? await inspectUrl(this.api, picture.url, picture.label)
				: await inspectFile(await this.open(picture), picture.label),
		);
	}

	private async open(picture: FilePicture | DrawnMask): Promise<OpenFile> {
		if (picture instanceof FilePicture) {
			return await openFile(this.context, picture.file, picture.label);
		}
		const size = await this.dimensions(picture.of);
		if (!size && picture.of instanceof FilePicture) {
			throw sizeNeeded(picture.of.label, 'a mask must have the same size');
		}
		if (!size) throw sizeUnknown(picture.of.label);
		const data = await drawMask(size, picture.regions, picture.convention, this.api.signal);
		return {
			size: data.length,
			mimeType: 'image/png',
			suffix: 'png',
			open: async () => await Promise.resolve(data),
		};
	}

	private async dataUri(file: OpenFile, label: string): Promise<string> {
		if (file.size > LARGEST_BASE64) {
			throw new Failure(
				'input',
				`The file in '${label}' has ${megabytes(file.size)} MB, too much for 'Upload Method' Base64 (at most 10 MB)`,
				"Set 'Upload Method' in the options to 'Signed Upload'.",
			);
		}
		const content = await file.open();
		const bytes = Buffer.isBuffer(content)
			? content
			: await this.context.helpers.binaryToBuffer(content as never);
		return `data:${file.mimeType};base64,${bytes.toString('base64')}`;
	}

	/** The three steps of section 18, as often as passing faults ask for, with a fresh address each time. */
	private async signedUpload(file: OpenFile, label: string): Promise<string> {
		for (let attempt = 0; ; attempt++) {
			const result = await this.attempt(file);
			if ('url' in result) return result.url;
			const { outcome, step } = result;
			const wait = FREE_WAITS[attempt];
			if (!isPassing(outcome) || wait === undefined) throw uploadFailure(label, step, outcome);
			const asked = 'retryAfterMs' in outcome ? (outcome.retryAfterMs ?? 0) : 0;
			if (asked > LONGEST_WAIT) throw uploadFailure(label, step, outcome);
			await pause(Math.max(wait, asked), this.api.signal);
		}
	}

	private async attempt(
		file: OpenFile,
	): Promise<{ url: string } | { outcome: Refused; step: 'sign' | 'put' }> {
		const query = { type: this.uploadType, suffix: file.suffix };
		const signed = await this.api.call({
			method: 'GET',
			path: '/v1/upload/sign',
			query,
			timeout: TIMEOUT.poll,
		});
		if (signed.kind !== 'success') return { outcome: signed, step: 'sign' };
		const { upload_url: target, url } = isObject(signed.data) ? signed.data : {};
		if (!isWebAddress(target) || !isWebAddress(url)) {
			return { outcome: { kind: 'unreadable', text: 'no upload address in it' }, step: 'sign' };
		}
		const reply = await this.api.transfer({
			method: 'PUT',
			url: target,
			body: (await file.open()) as never,
			headers: { 'Content-Type': file.mimeType, 'Content-Length': String(file.size) },
			encoding: 'text',
			idleTimeout: IDLE,
		});
		if ('fault' in reply) return { outcome: { kind: reply.fault, text: reply.text }, step: 'put' };
		if (reply.status >= 200 && reply.status < 300) return { url };
		const outcome = classify(reply, clock.now()) as Refused;
		return { outcome, step: 'put' };
	}
}

type Refused = Exclude<Outcome, { kind: 'success' }>;

function uploadFailure(label: string, step: 'sign' | 'put', outcome: Refused): Failure {
	const what = `The file in '${label}' could not be uploaded`;
	if (step === 'put') {
		const reason = STORAGE[outcome.kind] ?? happened(outcome);
		return new Failure('rejected', `${what}: ${reason}`, `${NOTHING_PAID} ${OTHER_WAY}`);
	}
	// These would meet every other request too.
	if (outcome.kind === 'unauthorized' || outcome.kind === 'blocked') {
		return freeCallFailure(what, outcome);
	}
	const offered =
		outcome.kind === 'forbidden' || outcome.kind === 'notFound'
			? 'Fotor does not offer the signed upload to this account.'
			: advice(outcome);
	return new Failure(
		'rejected',
		`${what}: ${happened(outcome)}`,
		`${NOTHING_PAID} ${offered} ${OTHER_WAY}`,
	);
}

const NOTHING_PAID = 'Nothing was paid for this item.';
const OTHER_WAY =
	"Set 'Upload Method' in the options to 'Base64' (up to 10 MB), or give the picture as a URL.";

/** The storage knows no key: its refusals mean something else than the API's. */
const STORAGE: Partial<Record<Refused['kind'], string>> = {
	unauthorized: "Fotor's storage refused the signed address (HTTP 401)",
	forbidden: "Fotor's storage refused the signed address (HTTP 403)",
	notFound: "Fotor's storage does not know the signed address (HTTP 404)",
};

/** Makes a value once, however many ask for it at the same time; a failed try is forgotten. */
async function once<T>(
	made: Map<string, Promise<T>>,
	key: string,
	make: () => Promise<T>,
): Promise<T> {
	const known = made.get(key);
	if (known) return await known;
	const making = make();
	made.set(key, making);
	making.catch(() => made.delete(key));
	return await making;
}

function labelOf(picture: FilePicture | DrawnMask): string {
	return picture instanceof FilePicture ? picture.label : 'Mask Regions';
}

function sizeUnknown(label: string): Failure {
	return new Failure(
		'input',
		`The size of the picture in '${label}' can't be read from here, so that no mask can be drawn for it`,
		"Nothing was paid for this item. Fetch the picture with the HTTP Request node first and set 'Image Source' to 'Binary File', or give the mask as a file or URL.",
	);
}

function isWebAddress(value: unknown): value is string {
	return typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);
}

function megabytes(bytes: number): string {
	return (bytes / 1024 / 1024).toFixed(1);
}
