import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { Failure, inputFailure } from '../../fotor/failure';
import { Bitmap } from '../../fotor/image/bitmap';
import { growBitmap } from '../../fotor/image/grow';
import type { MaskConvention } from '../../fotor/image/mask';
import { readMask } from '../../fotor/image/readMask';
import { clean, isObject } from '../../fotor/values';
import { maskedItem } from './output';
import { open, optionsOf, sizeOf, type Pending, type PendingImage } from './pending';
import { refuse } from './send';

/** What the page submits. */
export interface HandIn {
	/** Name of the person who painted the masks. May be empty. */
	name: string;
	/** One entry per image: a PNG in Base64, or null if there is nothing to replace. */
	masks: Array<string | null>;
}

/** Checks the masks. The execution continues if all masks can be used, and keeps waiting otherwise. */
export async function handIn(
	context: IWebhookFunctions,
	{ items, images }: Pending,
): Promise<IWebhookResponseData> {
	try {
		const given = readHandIn(await bodyOf(context), images.length);
		const [first] = images;
		const requireName = first && optionsOf(first).flag('requireName');
		if (requireName && !given.name) {
			throw inputFailure('The name is missing', 'Enter your name.');
		}
		const more = requireName ? { paintedBy: given.name } : {};
		const output: INodeExecutionData[] = [...items];
		// Handles one image at a time to keep memory use low.
		for (const [at, image] of images.entries()) {
			const marked = await markedPart(context, image, given.masks[at] ?? null, at);
			output[image.itemIndex] = await maskedItem(
				context.helpers,
				{ ...image, imageName: image.file.fileName },
				marked,
				settingsOf(image),
				{ ...more, timedOut: false },
			);
		}
		return { webhookResponse: { accepted: true }, workflowData: [output] };
	} catch (thrown) {
		if (!(thrown instanceof Failure)) return refuse(context, 500, String(thrown));
		return refuse(context, 400, `${thrown.message}. ${thrown.advice}`);
	}
}

async function bodyOf(context: IWebhookFunctions): Promise<string> {
	const request = context.getRequestObject() as {
		rawBody?: Buffer;
		readRawBody?(): Promise<void>;
	};
	await request.readRawBody?.();
	return request.rawBody?.toString('utf8') ?? '';
}

/** @throws Failure of kind `input` */
export function readHandIn(body: string, count: number): HandIn {
	let value: unknown;
	try {
		value = JSON.parse(body);
	} catch {
		value = undefined;
	}
	const isMask = (mask: unknown) => mask === null || typeof mask === 'string';
	if (!isObject(value) || !Array.isArray(value.masks) || !value.masks.every(isMask)) {
		throw inputFailure("The masks can't be read", 'Open the link again.');
	}
	if (value.masks.length !== count) {
		const numbers = `${value.masks.length} instead of ${count}`;
		throw inputFailure(
			`The page sent the wrong number of masks: ${numbers}`,
			'Open the link again.',
		);
	}
	const name = typeof value.name === 'string' ? clean(value.name) : '';
	return { name, masks: value.masks as HandIn['masks'] };
}

async function markedPart(
	context: IWebhookFunctions,
	image: PendingImage,
	mask: string | null,
	at: number,
): Promise<Bitmap> {
	const size = await sizeOf(await open(context, image));
	if (!size)
		throw inputFailure(`The size of image ${at + 1} can't be read`, 'Check the image file.');
	if (mask === null) return new Bitmap(size.width, size.height);
	const marked = await readMask([Buffer.from(mask, 'base64')], `Mask ${at + 1}`, size);
	return await growBitmap(marked, optionsOf(image).number('grow'));
}

function settingsOf(image: PendingImage) {
	const options = optionsOf(image);
	return {
		field: image.form.text('outputBinaryProperty'),
		convention: options.value('maskConvention') as MaskConvention,
	};
}
