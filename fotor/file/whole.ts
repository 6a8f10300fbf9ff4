import { Ending } from './ending';
import { fileTypeOf, HEAD_LENGTH } from './format';
import { chunksOf, type OpenFile } from './open';

/**
 * Reads a file once, chunk by chunk, without keeping it in memory. Returns true if the end of the file is present, or
 * if the file's format doesn't mark the end.
 */
export async function isWhole(file: OpenFile): Promise<boolean> {
	let head: Uint8Array = new Uint8Array();
	let ending: Ending | undefined;
	for await (const chunk of await chunksOf(file)) {
		if (ending) {
			ending.push(chunk);
			continue;
		}
		head = head.length ? Buffer.concat([head, chunk]) : chunk;
		if (head.length < HEAD_LENGTH) continue;
		const format = fileTypeOf(head)?.format;
		if (!format) return true;
		ending = new Ending(format);
		ending.push(head);
	}
	return ending !== undefined && !ending.isMissing();
}
