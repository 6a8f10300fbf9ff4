import type { IExecuteFunctions } from 'n8n-workflow';

import type { Api } from '../api/request';
import type { Patience } from '../api/retry';
import { inputFailure } from '../failure';
import { readDimensions, type Dimensions } from '../file/dimensions';
import { chunksOf, dataUriOf, openFile, type OpenFile } from '../file/open';
import type { Bitmap } from './bitmap';
import { inspectFile, inspectUrl } from './inspect';
import { checkLimits, type PictureLimits } from './limits';
import { makeMask } from './makeMask';
import { encodeMask } from './mask';
import { FilePicture, isMadeMask, UrlPicture, type MadeMask, type Picture } from './picture';
import { readUrl } from './readUrl';
import { SharedUploads } from './sharedUploads';
import { LARGEST_BASE64, signedUpload } from './signedUpload';

export type UploadMethod = 'signedUpload' | 'base64';

/** An image that has been checked but not uploaded. */
export interface CheckedPicture {
	/** Missing for an image on the web. */
	file?: OpenFile;
	/** Missing if the size can't be read. */
	size?: Pick<Dimensions, 'width' | 'height' | 'turnedByExif'>;
}

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
	 * @param deadline when to stop retrying after "too many requests", Unix ms; an upload ends soon after that
	 * @returns a web URL or a data URI
	 * @throws Failure; nothing has been charged at that point
	 */
	async address(picture: Picture, method: UploadMethod, deadline: number): Promise<string> {
		if (picture instanceof UrlPicture) {
			if (picture.limits) await this.check(picture, picture.limits);
			return picture.url;
		}
		if (picture instanceof FilePicture) await this.check(picture, picture.limits);
		// Base64 text isn't cached, since that would keep the file in memory until the end of the run.
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

	/**
	 * Checks an image as {@link address} does, but uploads nothing.
	 * @throws Failure
	 */
	async checked(picture: Picture, method: UploadMethod): Promise<CheckedPicture> {
		if (picture instanceof UrlPicture) {
			if (!picture.limits) return {};
			await this.check(picture, picture.limits);
			return { size: await this.dimensions(picture) };
		}
		const label = labelOf(picture);
		if (!(picture instanceof FilePicture)) {
			const file = await this.open(picture);
			if (method === 'base64') checkBase64(file, label);
			return { file, size: readDimensions((await file.open()) as Buffer) };
		}
		await this.check(picture, picture.limits);
		const file = await this.open(picture);
		if (method === 'base64') checkBase64(file, label);
		return { file, size: await this.dimensions(picture) };
	}

	/** Refuses an image that Fotor would refuse, or that Fotor would charge for without returning a result. */
	private async check(picture: UrlPicture | FilePicture, limits?: PictureLimits): Promise<void> {
		const size = await this.dimensions(picture);
		if (!limits || (!size && picture instanceof UrlPicture)) return;
		const bytes = picture instanceof FilePicture ? (await this.open(picture)).size : undefined;
		checkLimits(limits, picture.label, size, bytes);
	}

	/** The format and size of an image. Undefined if n8n can't read them. Fotor may still be able to read the image. */
	private async dimensions(picture: UrlPicture | FilePicture): Promise<Dimensions | undefined> {
		return await once(this.sizes, picture.identity, async () =>
			picture instanceof UrlPicture
				? await inspectUrl(this.api, picture.url, picture.label)
				: await inspectFile(await this.open(picture), picture.label),
		);
	}

	/**
	 * Makes the mask of an image, before anything is uploaded.
	 * @throws Failure of kind `input` if the mask can't be made; nothing has been charged at that point
	 */
	private async mask(mask: MadeMask): Promise<Bitmap> {
		return await makeMask(
			mask,
			{
				size: async (picture) => await this.dimensions(picture),
				read: async (picture) =>
					picture instanceof UrlPicture
						? await readUrl(this.api, picture.url, picture.label)
						: await chunksOf(await this.open(picture)),
			},
			{ hint: this.hint, signal: this.api.signal },
		);
	}

	private async open(picture: FilePicture | MadeMask): Promise<OpenFile> {
		if (picture instanceof FilePicture) {
			return await openFile(this.context, picture.file, picture.label);
		}
		const { convention } = picture;
		const data = await encodeMask(await this.mask(picture), convention, this.api.signal);
		return {
			size: data.length,
			mimeType: 'image/png',
			suffix: 'png',
			open: async () => await Promise.resolve(data),
		};
	}

	private async dataUri(file: OpenFile, label: string): Promise<string> {
		checkBase64(file, label);
		return await dataUriOf(this.context, file);
	}
}

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

function labelOf(picture: FilePicture | MadeMask): string {
	return isMadeMask(picture) ? 'Area to Replace' : picture.label;
}

function checkBase64(file: OpenFile, label: string): void {
	if (file.size <= LARGEST_BASE64) return;
	throw inputFailure(
		`The file in '${label}' is ${megabytes(file.size)} MB, but the 'Base64' upload method accepts at most 10 MB`,
		"Set 'Upload Method' in the options to 'Signed Upload'.",
	);
}

function megabytes(bytes: number): string {
	return (bytes / 1024 / 1024).toFixed(1);
}
