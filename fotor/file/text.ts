/** Number of bytes needed to tell text from an image. */
export const TEXT_HEAD = 512;

/**
 * Names the kind of text that a supposed image file contains, such as "a web page". SVG images don't count as text.
 * @param head first bytes of the file
 * @returns undefined if the file isn't plain text
 */
export function textKindOf(head: Uint8Array): string | undefined {
	const start = head.subarray(0, TEXT_HEAD);
	if (start.length === 0 || start.some(isControl)) return undefined;
	const content = decode(start)?.trimStart().toLowerCase();
	if (content === undefined || content.includes('<svg')) return undefined;
	if (/^<(!doctype html|html|head|body)\b/.test(content)) return 'a web page';
	if (/^[[{]/.test(content)) return 'JSON';
	return content.startsWith('<') ? 'XML' : 'text';
}

/** True for control characters other than tabs, line breaks and page breaks. */
function isControl(byte: number): boolean {
	return byte < 9 || (byte > 13 && byte < 32);
}

function decode(bytes: Uint8Array): string | undefined {
	try {
		// `stream` allows the last character to be cut off.
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
	} catch {
		return undefined;
	}
}
