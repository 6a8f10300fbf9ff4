export type Format = 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp' | 'tiff' | 'avif' | 'heic' | 'mp4';

/** A file format, as identified by a file's first bytes. */
export interface FileType {
	format: Format;
	/** Lower case, without the dot. */
	extension: string;
	mimeType: string;
}

/** Number of bytes needed to identify any of the formats below. */
export const HEAD_LENGTH = 16;

/** The first entry whose signature matches determines the type. */
const TYPES: Array<FileType & { signature: RegExp }> = [
	image('png', 'png', /^\x89PNG\r\n/),
	image('jpeg', 'jpg', /^\xff\xd8\xff/),
	image('webp', 'webp', /^RIFF.{4}WEBP/s),
	image('gif', 'gif', /^GIF8[79]a/),
	image('tiff', 'tif', /^(II\*\0|MM\0\*)/),
	image('avif', 'avif', /^.{4}ftypavi[fs]/s),
	image('heic', 'heic', /^.{4}ftyp(hei[cxms]|hev[cxms]|mif1|msf1)/s),
	{ format: 'mp4', extension: 'mp4', mimeType: 'video/mp4', signature: /^.{4}ftyp/s },
	image('bmp', 'bmp', /^BM/),
];

/** @returns undefined if the first bytes match no known image or video format */
export function fileTypeOf(head: Uint8Array): FileType | undefined {
	const start = String.fromCharCode(...head.subarray(0, HEAD_LENGTH));
	const found = TYPES.find(({ signature }) => signature.test(start));
	return found && { format: found.format, extension: found.extension, mimeType: found.mimeType };
}

function image(format: Format, extension: string, signature: RegExp) {
	return { format, extension, mimeType: `image/${format}`, signature };
}
