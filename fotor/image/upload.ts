import type { IExecuteFunctions } from 'n8n-workflow';

import { advice, freeCallFailure, happened } from '../api/explain';
import { classify, isObject, isPassing, type Outcome } from '../api/outcome';
import { TIMEOUT, type Api } from '../api/request';
import { clock, pause } from '../clock';
import { Failure } from '../failure';
import { openFile, type OpenFile } from './file';
import type { FilePicture, Picture } from './picture';

export type UploadMethod = 'signedUpload' | 'base64';

/** Waits between attempts, ms; an upload costs nothing, so that it may be repeated. */
const WAITS = [500, 1_500, 4_000];
/** The longest Retry-After that an upload waits out, ms. */
const LONGEST_WAIT = 60_000;
/** ms without a byte moving. */
const IDLE = 60_000;
/** A data URI is held in memory; the same limit is documented for model-based tools (section 18), bytes. */
const LARGEST_BASE64 = 10 * 1024 * 1024;

/** Gives every picture an address that Fotor can read; each distinct file is uploaded once a run. */
export class Uploads {
	private readonly addresses = new Map<string, Promise<string>>();

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
		if ('url' in picture) return picture.url;
		const key = `${method} ${picture.identity}`;
		const known = this.addresses.get(key);
		if (known) return await known;
		const made = this.make(picture, method);
		// A base64 text is not kept: it would hold the file in memory to the end of the run.
		if (method === 'signedUpload') {
			this.addresses.set(key, made);
			made.catch(() => this.addresses.delete(key));
		}
		return await made;
	}

	private async make(picture: FilePicture, method: UploadMethod): Promise<string> {
		const file = await openFile(this.context, picture.file, picture.label);
		return method === 'base64'
			? await this.dataUri(file, picture.label)
			: await this.signedUpload(file, picture.label);
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
			const wait = WAITS[attempt];
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
	if (outcome.kind === 'unauthorized' && step === 'sign') return freeCallFailure(what, outcome);
	const otherWay =
		"Set 'Upload Method' in the options to 'Base64' (up to 10 MB), or give the picture as a URL.";
	const refusedHere = !isPassing(outcome) && step === 'sign';
	const next = refusedHere
		? `Fotor does not offer the signed upload to this account. ${otherWay}`
		: `${isPassing(outcome) ? advice(outcome) : ''} ${otherWay}`.trim();
	return new Failure(
		'rejected',
		`${what}: ${happened(outcome)}`,
		`Nothing was paid for this item. ${next}`,
	);
}

function isWebAddress(value: unknown): value is string {
	return typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);
}

function megabytes(bytes: number): string {
	return (bytes / 1024 / 1024).toFixed(1);
}
