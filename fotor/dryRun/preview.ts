import type { IBinaryData } from 'n8n-workflow';

import { Failure, inputFailure, toFailure } from '../failure';
import { chunksOf, dataUriOf, type OpenFile } from '../file/open';
import { PngReader } from '../file/png';
import { isTool } from '../host';
import { overlayHtml } from '../image/overlayHtml';
import { overlayPng } from '../image/overlayPng';
import { FilePicture, UrlPicture, type Picture } from '../image/picture';
import { stemOfPicture } from '../image/pictureName';
import { readMask } from '../image/readMask';
import type { CheckedPicture } from '../image/upload';
import type { Batch, Job, MaskPreview } from '../task/types';

/**
 * Maximum total size, in bytes, of the images that the overlays of one run may embed. The limit exists because n8n may
 * keep them all in memory.
 */
const MOST_EMBEDDED = 32 * 1024 * 1024;
/** Maximum size of an image that an overlay may embed, in bytes. */
const LARGEST_EMBEDDED = 8 * 1024 * 1024;

const embedded = new WeakMap<Batch, number>();

/**
 * The mask as it would be sent, and an overlay that shows what would be replaced.
 * @param pictures the item's images, each with the result of its check
 * @throws Failure only when the execution is canceled; if a preview can't be made, a hint explains why
 */
export async function previewFiles(
	batch: Batch,
	{ preview }: Job,
	pictures: Map<Picture, CheckedPicture>,
): Promise<Record<string, IBinaryData> | undefined> {
	if (!preview || isTool(batch.context)) return undefined;
	const mask = pictures.get(preview.mask);
	if (!mask?.file) {
		batch.hint(NO_MASK_FILE);
		return undefined;
	}
	const files: Record<string, IBinaryData> = {};
	try {
		files.mask = await maskFile(batch, preview, mask.file);
		// The overlay comes first, so n8n's panel shows it first.
		return { overlay: await overlay(batch, preview, pictures), ...files };
	} catch (thrown) {
		const failure = toFailure(thrown);
		if (failure.kind === 'cancelled') throw failure;
		batch.hint(`The dry run shows no overlay: ${failure.message}.`);
	}
	return files;
}

const NO_MASK_FILE =
	'The dry run shows no mask and no overlay, because the mask is given as a URL. To see them, download the mask with the HTTP Request node first.';

async function maskFile({ context }: Batch, { mask, image }: MaskPreview, file: OpenFile) {
	if (mask instanceof FilePicture) return mask.file;
	const name = `${stemOfPicture(image) || 'image'}-mask.png`;
	return await context.helpers.prepareBinaryData(
		(await file.open()) as Buffer,
		name,
		file.mimeType,
	);
}

async function overlay(
	batch: Batch,
	preview: MaskPreview,
	pictures: Map<Picture, CheckedPicture>,
): Promise<IBinaryData> {
	const { context } = batch;
	const image = pictures.get(preview.image);
	const mask = pictures.get(preview.mask);
	const maskOpen = mask?.file as OpenFile;
	const name = `${stemOfPicture(preview.image) || 'image'}-overlay`;
	const png = image?.file && (await uprightPng(image.file, image));
	if (png) {
		const data = await rasterOverlay(batch, preview, png, maskOpen);
		return await context.helpers.prepareBinaryData(data, `${name}.png`, 'image/png');
	}
	if (!mask?.size) throw inputFailure("the size of the mask can't be read", '');
	const { width, height } = mask.size;
	const source =
		preview.image instanceof UrlPicture
			? preview.image.url
			: await dataUri(batch, image?.file as OpenFile);
	const html = overlayHtml({
		image: source,
		mask: await dataUri(batch, maskOpen),
		width,
		height,
		convention: preview.convention,
		asStored: Boolean(image?.size?.turnedByExif) && image?.size?.width !== width,
	});
	// n8n's editor offers 'View' only for some MIME types (not text/html), and uses `fileType` to open the file.
	const stored = await context.helpers.prepareBinaryData(
		Buffer.from(html),
		`${name}.html`,
		'text/plain',
	);
	return { ...stored, fileType: 'html' };
}

/** Opens an image if it is a PNG without an EXIF rotation. Other images get an HTML overlay, drawn by a browser. */
async function uprightPng(file: OpenFile, { size }: CheckedPicture) {
	if (!size || size.turnedByExif) return undefined;
	return await PngReader.open(await chunksOf(file));
}

async function rasterOverlay(
	{ api }: Batch,
	{ mask, convention }: MaskPreview,
	png: PngReader,
	file: OpenFile,
): Promise<Buffer> {
	try {
		const label = mask instanceof FilePicture ? `The mask in '${mask.label}'` : 'The mask';
		const marked = await readMask(await chunksOf(file), label, png.header, api.signal);
		if (convention === 'blackReplaces') marked.invert();
		return await overlayPng(png, marked, api.signal);
	} catch (thrown) {
		if (thrown instanceof Failure) throw toFailure(thrown);
		throw inputFailure("the pixels of the image can't be read", '');
	} finally {
		await png.close();
	}
}

/** @throws Failure if the file is too large, or if all embedded files of the run together are too large */
async function dataUri(batch: Batch, file: OpenFile): Promise<string> {
	const total = (embedded.get(batch) ?? 0) + file.size;
	if (file.size > LARGEST_EMBEDDED) {
		throw inputFailure('the file is larger than 8 MB. Use a smaller image, or a PNG', '');
	}
	if (total > MOST_EMBEDDED) {
		throw inputFailure("a run's overlays can contain at most 32 MB of images in total", '');
	}
	embedded.set(batch, total);
	return await dataUriOf(batch.context, file);
}
