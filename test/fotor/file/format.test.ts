import { fileTypeOf, HEAD_LENGTH } from '../../../fotor/file/format';
import { samplePhoto, sampleMask, sampleVideo } from '../../../sandbox';

const bytes = (text: string) => Buffer.from(text.padEnd(HEAD_LENGTH, '\0'), 'latin1');

describe('the format of a file', () => {
	it.each([
		['\x89PNG\r\n\x1a\n', 'png', 'png', 'image/png'],
		['\xff\xd8\xff\xe0', 'jpeg', 'jpg', 'image/jpeg'],
		['\xff\xd8\xff\xdb', 'jpeg', 'jpg', 'image/jpeg'],
		['RIFF\0\0\0\0WEBPVP8 ', 'webp', 'webp', 'image/webp'],
		['RIFF\n\r\n\nWEBPVP8 ', 'webp', 'webp', 'image/webp'],
		['GIF89a', 'gif', 'gif', 'image/gif'],
		['GIF87a', 'gif', 'gif', 'image/gif'],
		['II*\0', 'tiff', 'tif', 'image/tiff'],
		['MM\0*', 'tiff', 'tif', 'image/tiff'],
		['\0\0\0\x20ftypavif', 'avif', 'avif', 'image/avif'],
		['\0\0\0\x20ftypheic', 'heic', 'heic', 'image/heic'],
		['\0\0\0\x20ftypheis', 'heic', 'heic', 'image/heic'],
		['\0\0\0\x20ftypmif1', 'heic', 'heic', 'image/heic'],
		['\0\0\0\x20ftypisom', 'mp4', 'mp4', 'video/mp4'],
		['\0\0\0\x20ftypmp42', 'mp4', 'mp4', 'video/mp4'],
		['BM', 'bmp', 'bmp', 'image/bmp'],
	])('%j is %s', (head, format, extension, mimeType) => {
		expect(fileTypeOf(bytes(head))).toEqual({ format, extension, mimeType });
		// A signature counts only at the beginning of the file.
		expect(fileTypeOf(bytes(`<!--\n${head}`))).toBeUndefined();
	});

	it.each(['', '<html>', '{"code":"000"}', 'RIFF\0\0\0\0WAVE', '\x89PNG', 'GIF88a', '%PDF-1.7'])(
		'%j is neither an image nor a video',
		(head) => {
			expect(fileTypeOf(bytes(head))).toBeUndefined();
		},
	);

	it('is detected from the first bytes of real files', () => {
		for (const { data, mimeType } of [samplePhoto(), sampleMask(), sampleVideo()]) {
			expect(fileTypeOf(data.subarray(0, HEAD_LENGTH))?.mimeType).toBe(mimeType);
		}
	});

	it('a file shorter than its signature is not an image', () => {
		expect(fileTypeOf(new Uint8Array())).toBeUndefined();
		expect(fileTypeOf(Buffer.from([0xff]))).toBeUndefined();
	});
});
