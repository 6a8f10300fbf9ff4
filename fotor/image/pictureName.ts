import { FilePicture, UrlPicture } from './picture';

/**
 * Maximum length of the input's name within a result's file name, in bytes. File systems allow 255 bytes for a whole
 * name.
 */
const LONGEST_STEM = 150;

/** The name of an image without its extension, for naming the files made from it; empty if the image has no name. */
export function stemOfPicture(picture: unknown): string {
	return stemOf(nameOf(picture));
}

function nameOf(picture: unknown): unknown {
	if (picture instanceof FilePicture) return picture.file.fileName;
	return picture instanceof UrlPicture ? nameInUrl(picture.url) : '';
}

/** The file name at the end of a URL's path; empty if the path doesn't end with an extension. */
function nameInUrl(url: string): string {
	const last = new URL(url).pathname.split('/').pop() ?? '';
	if (!/.\.[a-z0-9]{2,5}$/i.test(last)) return '';
	try {
		return decodeURIComponent(last);
	} catch {
		return last;
	}
}

/**
 * A file name without its extension, with a hyphen in place of each character that some systems don't allow. If the
 * name is too long, it is truncated at a character boundary.
 */
function stemOf(name: unknown): string {
	if (typeof name !== 'string') return '';
	const stem = name.replace(/\.[^.]*$/, '').replace(/[<>:"/\\|?*\p{Cc}\p{Cs}]/gu, '-');
	let bytes = 0;
	let kept = '';
	for (const character of stem.trim()) {
		bytes += Buffer.byteLength(character);
		if (bytes > LONGEST_STEM) break;
		kept += character;
	}
	return kept;
}
