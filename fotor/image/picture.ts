import { createHash } from 'node:crypto';
import type { IBinaryData, IDataObject } from 'n8n-workflow';

import type { CutoutPart } from './cutout';
import type { PictureLimits } from './limits';
import type { MaskConvention } from './mask';
import type { Region } from './regions';

/** An image that Fotor itself can read from the web. */
export class UrlPicture {
	/**
	 * @param label the image's label in the form, for messages
	 * @param limits checked before anything is paid for, if n8n can read the image
	 */
	constructor(
		readonly url: string,
		readonly label: string,
		readonly limits?: PictureLimits,
	) {}

	get identity(): string {
		return `url:${this.url}`;
	}
}

/** A file in an n8n item. It is replaced by a URL when the request is sent. */
export class FilePicture {
	/**
	 * @param file as n8n's `assertBinaryData` returns it
	 * @param label the field's label in the form, for messages
	 */
	constructor(
		readonly file: IBinaryData,
		readonly label: string,
		readonly limits?: PictureLimits,
	) {}

	/**
	 * Identifies the content: the last part of the storage ID, or a hash if n8n keeps the data in the item. The rest of
	 * the storage ID names the execution, and it changes at the end of an execution that began with a file.
	 */
	get identity(): string {
		if (this.file.id) return `file:${this.file.id.split(/[/:]/).pop()}`;
		return `data:${createHash('sha256')
			.update(this.file.data ?? '')
			.digest('hex')}`;
	}
}

/** With `apply`, the mask is drawn for the image as image viewers show it; with `ignore`, for the image as stored. */
export type ExifOrientation = 'apply' | 'ignore';

/** A mask that is drawn once the size of its image is known. */
export class DrawnMask {
	/** @param grow margin around the regions, px */
	constructor(
		readonly of: UrlPicture | FilePicture,
		readonly regions: Region[],
		readonly convention: MaskConvention,
		readonly orientation: ExifOrientation = 'apply',
		readonly grow = 0,
	) {}

	get identity(): string {
		const asStored = this.orientation === 'ignore' ? 'stored:' : '';
		const grown = this.grow ? `grown${this.grow}:` : '';
		return `mask:${asStored}${grown}${this.convention}:${JSON.stringify(this.regions)}:${this.of.identity}`;
	}
}

/** A mask made from the transparency of a cutout, which may be the image itself. */
export class CutoutMask {
	/** @param grow margin around the part, px */
	constructor(
		readonly of: UrlPicture | FilePicture,
		readonly cutout: UrlPicture | FilePicture,
		readonly part: CutoutPart,
		readonly convention: MaskConvention,
		readonly grow = 0,
	) {}

	get identity(): string {
		return `cutout:${this.part}:${this.convention}:${this.grow}:${this.cutout.identity}:${this.of.identity}`;
	}
}

/** A mask that the engine makes. */
export type MadeMask = DrawnMask | CutoutMask;

export type Picture = UrlPicture | FilePicture | MadeMask;

/** A request body whose images have not been replaced by URLs yet. */
export type Body = { [field: string]: BodyValue };
export type BodyValue = string | number | boolean | null | undefined | Picture | BodyValue[] | Body;

/** Replaces every image in a body with what `fill` returns for it, in order and one at a time. */
export async function fillPictures(
	body: Body,
	fill: (picture: Picture) => Promise<string>,
): Promise<IDataObject> {
	return (await fillValue(body, fill)) as IDataObject;
}

async function fillValue(
	value: BodyValue,
	fill: (picture: Picture) => Promise<string>,
): Promise<unknown> {
	if (isPicture(value)) return await fill(value);
	if (Array.isArray(value)) {
		const filled: unknown[] = [];
		for (const entry of value) filled.push(await fillValue(entry, fill));
		return filled;
	}
	if (typeof value !== 'object' || value === null) return value;
	const filled: Record<string, unknown> = {};
	for (const [field, entry] of Object.entries(value)) filled[field] = await fillValue(entry, fill);
	return filled;
}

/** All images in a request body, in order. */
export function picturesOf(value: BodyValue): Picture[] {
	if (isPicture(value)) return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(picturesOf);
}

/** The body with every image replaced by its identity, so it holds only the user's input and no URLs created later. */
export function identities(value: BodyValue): unknown {
	if (isPicture(value)) return value.identity;
	if (Array.isArray(value)) return value.map(identities);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([field, entry]) => [field, identities(entry)]),
	);
}

function isPicture(value: BodyValue): value is Picture {
	return value instanceof UrlPicture || value instanceof FilePicture || isMadeMask(value);
}

export function isMadeMask(value: unknown): value is MadeMask {
	return value instanceof DrawnMask || value instanceof CutoutMask;
}
