import type { IBinaryData } from 'n8n-workflow';

import { FilePicture, picturesOf, UrlPicture, type Body } from '../../fotor/image/picture';

/** Characters of an input's name that the name of its result keeps. */
const LONGEST_STEM = 120;

/**
 * Name of a result, without extension: the input's name and the tool, as in "bottle-no-background".
 * @param field field of the body with the image that gives the name; default: the first image with a name
 * @param slug the tool's word in file names
 * @returns empty if no image has a name
 */
export function resultName(body: Body, slug: string, field?: string): string {
	const pictures = picturesOf(field === undefined ? body : body[field]);
	const stem = pictures.map((picture) => stemOf(nameOf(picture))).find(Boolean);
	return stem ? `${stem}-${slug}` : '';
}

/**
 * Names of the results of an item with several files: each after its own file. A name that the user set is
 * numbered.
 * @param names the binary fields
 * @param files the item's files
 */
export function resultNames(
	names: string[],
	files: Record<string, IBinaryData>,
	fileName: string,
	slug: string,
): string[] {
	if (fileName.trim()) {
		const [, stem = '', ending = ''] = /^(.*?)(\.[a-z0-9]{2,5})?$/is.exec(fileName.trim()) ?? [];
		return names.map((_, index) => `${stem}-${index + 1}${ending}`);
	}
	const stems = names.map((name) => stemOf(files[name]?.fileName ?? '') || name);
	const counts = new Map<string, number>();
	for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
	return names.map((name, index) => {
		const stem = stems[index] ?? name;
		const isShared = (counts.get(stem) ?? 0) > 1;
		return [stem, ...(isShared && stem !== name ? [name] : []), slug].join('-');
	});
}

function nameOf(picture: unknown): string {
	if (picture instanceof FilePicture) return picture.file.fileName ?? '';
	return picture instanceof UrlPicture ? nameInUrl(picture.url) : '';
}

/** The file name at the end of a URL's path. A path that ends without an extension names no file. */
function nameInUrl(url: string): string {
	const last = new URL(url).pathname.split('/').pop() ?? '';
	if (!/.\.[a-z0-9]{2,5}$/i.test(last)) return '';
	try {
		return decodeURIComponent(last);
	} catch {
		return last;
	}
}

function stemOf(name: string): string {
	return name
		.replace(/\.[^.]*$/, '')
		.trim()
		.slice(0, LONGEST_STEM);
}
