/** A file format as its first bytes tell it. */
export interface FileType {
	extension: string;
	mimeType: string;
}

/** Bytes that are enough to tell every format below. */
export const HEAD_LENGTH = 16;

const ascii = (head: Uint8Array, from: number, to: number) =>
	String.fromCharCode(...head.subarray(from, to));

const FORMATS: Array<FileType & { matches: (head: Uint8Array) => boolean }> = [
	{
		extension: 'png',
		mimeType: 'image/png',
		matches: (head) => ascii(head, 0, 8) === '\x89PNG\r\n\x1a\n',
	},
	{
		extension: 'jpg',
		mimeType: 'image/jpeg',
		matches: (head) => ascii(head, 0, 3) === '\xff\xd8\xff',
	},
	{
		extension: 'webp',
		mimeType: 'image/webp',
		matches: (head) => ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP',
	},
	{
		extension: 'gif',
		mimeType: 'image/gif',
		matches: (head) => /^GIF8[79]a$/.test(ascii(head, 0, 6)),
	},
	{
		extension: 'avif',
		mimeType: 'image/avif',
		matches: (head) => ascii(head, 4, 8) === 'ftyp' && /^avi[fs]$/.test(ascii(head, 8, 12)),
	},
	{
		extension: 'heic',
		mimeType: 'image/heic',
		matches: (head) =>
			ascii(head, 4, 8) === 'ftyp' && /^(hei[cx]|hevc|mif1|msf1)$/.test(ascii(head, 8, 12)),
	},
	{ extension: 'mp4', mimeType: 'video/mp4', matches: (head) => ascii(head, 4, 8) === 'ftyp' },
	{ extension: 'bmp', mimeType: 'image/bmp', matches: (head) => ascii(head, 0, 2) === 'BM' },
];

/** The format of a file, or undefined when its first bytes are of no picture or video known here. */
export function fileTypeOf(head: Uint8Array): FileType | undefined {
	const found = FORMATS.find((format) => format.matches(head));
	return found && { extension: found.extension, mimeType: found.mimeType };
}
