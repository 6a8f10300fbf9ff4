import type { IExecuteFunctions } from 'n8n-workflow';

import type { Api } from '../api/request';
import type { Patience } from '../api/retry';
import { inputFailure, type Failure } from '../failure';
import type { Dimensions } from '../file/dimensions';
import { openFile, type OpenFile } from '../file/open';
import { turn } from '../file/size';
import { inspectFile, inspectUrl } from './inspect';
import { checkLimits, sizeNeeded, type PictureLimits } from './limits';
import { drawMask } from './mask';
import { FilePicture, UrlPicture, type DrawnMask, type Picture } from './picture';
import { SharedUploads } from './sharedUploads';
import { LARGEST_BASE64, signedUpload } from './signedUpload';

export type UploadMethod = 'signedUpload' | 'base64';

/** Gives every image a URL that Fotor can read. Each distinct file is uploaded once per run. */
export class Uploads {
	private readonly shared: SharedUploads;
	private readonly sizes = new Map<string, Promise<Dimensions | undefined>>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: Api,
		private readonly uploadType: string,
		private readonly pace: Pick<Patience, 'throttle' | 'closed'>,
		private readonly hint: (text: string) => void,
	) {
		this.shared = new SharedUploads(api.signal);
	}

	/**
	 * @param deadline Unix ms; "too many requests" is waited out until then, and an upload ends soon after it
	 * @returns a web URL or a data URI
	 * @throws Failure; nothing is paid before
	 */
	async address(picture: Picture, method: UploadMethod, deadline: number): Promise<string> {
		if (picture instanceof UrlPicture) {
			if (picture.limits) await this.check(picture, picture.limits);
			return picture.url;
		}
		if (picture instanceof FilePicture) await this.check(picture, picture.limits);
		// A base64 text is not kept: it would hold the file in memory to the end of the run.
		if (method === 'base64') return await this.dataUri(await this.open(picture), labelOf(picture));
		const label = labelOf(picture);
		return await this.shared.url(picture.identity, label, deadline, async (shared) => {
			const patience: Patience = {
				...this.pace,
				get deadline() {
					return shared.deadline;
				},
			};
			const file = await this.open(picture);
			return await signedUpload(this.api, this.uploadType, file, label, patience);
		});
	}

	/** Refuses an image that Fotor would refuse, or charge for in vain. */
	private async check(picture: UrlPicture | FilePicture, limits?: PictureLimits): Promise<void> {
		const size = await this.dimensions(picture);
		if (!limits || (!size && picture instanceof UrlPicture)) return;
		const bytes = picture instanceof FilePicture ? (await this.open(picture)).size : undefined;
		checkLimits(limits, picture.label, size, bytes);
	}

	/** Undefined for an image on the web that can't be read from here: Fotor may reach more. */
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
		if (size.turnedByExif && picture.orientation === 'apply') this.hint(ROTATION_UNKNOWN);
		const asDrawn = turn(size, Boolean(size.turnedByExif) && picture.orientation === 'ignore');
		const data = await drawMask(asDrawn, picture.regions, picture.convention, this.api.signal);
		return {
			size: data.length,
			mimeType: 'image/png',
			suffix: 'png',
			open: async () => await Promise.resolve(data),
		};
	}

	private async dataUri(file: OpenFile, label: string): Promise<string> {
		if (file.size > LARGEST_BASE64) {
			throw inputFailure(
				`The file in '${label}' has ${megabytes(file.size)} MB, but 'Upload Method' Base64 takes at most 10 MB`,
				"Set 'Upload Method' in the options to 'Signed Upload'.",
			);
		}
		const content = await file.open();
		const bytes = Buffer.isBuffer(content)
			? content
			: await this.context.helpers.binaryToBuffer(content as never);
		return `data:${file.mimeType};base64,${bytes.toString('base64')}`;
	}
}

const ROTATION_UNKNOWN =
	"The camera stored an image turned. The mask was drawn for the image as viewers show it. Fotor's documentation doesn't say whether Fotor turns images. If the wrong part was replaced, set 'Image Rotation' in the options to 'As Stored'.";

/** Memoizes a promise per key; failures are not cached. */
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
	return inputFailure(
		`The size of the image in '${label}' can't be read from here, so no mask can be drawn for it`,
		"Nothing was paid for this item. Download the image with the HTTP Request node first and set 'Image Source' to 'Binary File', or give the mask as a file or a URL.",
	);
}

function megabytes(bytes: number): string {
	return (bytes / 1024 / 1024).toFixed(1);
}
