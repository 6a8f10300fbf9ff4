import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';

import { inputFailure } from '../../fotor/failure';
import { isObject } from '../../fotor/values';

/** The field in which n8n's combined binary mode keeps the files. File names work with or without this prefix. */
export const COMBINED_FILES = '_files';

/** All of an item's files by name, in their original order. Supports both of n8n's binary modes. */
export function filesOf({
	binary = {},
	json = {},
}: Partial<INodeExecutionData>): Record<string, IBinaryData> {
	const combined = json[COMBINED_FILES];
	return { ...(isObject(combined) ? (combined as Record<string, never>) : {}), ...binary };
}

/**
 * The file names from a field that requests one task per file, using a list ("front, back"), `*`, or patterns
 * ("Photos_*"). Each file is listed only once. A pattern matches only images, but a name may refer to any file.
 * @param label the field's label, for the message
 * @returns undefined if the field names a single file
 * @throws Failure when a pattern matches no image
 */
export function severalFiles(
	value: unknown,
	files: Record<string, IBinaryData>,
	label: string,
): string[] | undefined {
	// A file name may itself contain a comma or an asterisk.
	if (typeof value === 'string' && files[value.trim()]) return undefined;
	const isNames = Array.isArray(value) && value.every((entry) => typeof entry === 'string');
	if (typeof value !== 'string' && !isNames) return undefined;
	const entries = (isNames ? (value as string[]) : String(value).split(/[,\n]/))
		.map((entry) => entry.trim())
		.filter(Boolean);
	if (entries.length === 0) return undefined;
	if (!isNames && entries.length === 1 && !entries[0]?.includes('*')) return undefined;
	return [...new Set(entries.flatMap((entry) => matching(entry, files, label)))];
}

/** Removes the prefix of n8n's combined binary mode, unless it is part of a file's own name. */
export function binaryName(given: string, files: Record<string, IBinaryData>): string {
	const prefix = `${COMBINED_FILES}.`;
	const name = given.trim();
	return name.startsWith(prefix) && !files[name] ? name.slice(prefix.length) : name;
}

function matching(entry: string, files: Record<string, IBinaryData>, label: string): string[] {
	const name = binaryName(entry, files);
	if (files[name] || !name.includes('*')) return [name];
	const pattern = new RegExp(`^${name.split(/\*+/).map(escaped).join('.*')}$`, 's');
	const found = Object.keys(files).filter((key) => pattern.test(key) && isImage(files[key]));
	if (found.length > 0) return found;
	throw inputFailure(
		`No image matches '${name}'. ${filesText(files)}`,
		Object.keys(files).length
			? `Check '${label}'. A pattern matches only images.`
			: 'Check the node before this one, or take the image from a URL.',
	);
}

/** Text for a message that lists an item's files, without the final period. */
export function filesText(files: Record<string, IBinaryData>): string {
	const names = Object.keys(files);
	return names.length
		? `This item has: ${names.join(', ').slice(0, 300)}`
		: 'This item has no files';
}

/** Checks the file's type or, if n8n doesn't know the type, the extension. */
function isImage(file: IBinaryData | undefined): boolean {
	const { mimeType = '', fileName = '' } = file ?? {};
	if (mimeType && mimeType !== 'application/octet-stream') return mimeType.startsWith('image/');
	return /\.(png|jpe?g|webp|gif|bmp|tiff?|avif|hei[cf])$/i.test(fileName);
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
