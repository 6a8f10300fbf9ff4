/** Where a task comes from: an item, or one file of an item that has several. */
export interface Place {
	itemIndex: number;
	/** The binary field, if the item has a task per file. */
	file?: string;
}

/** A place as a key: "3", or "3/Photos_1". The key contains no colon. */
export function slotOf({ itemIndex, file }: Place): string {
	return file === undefined ? String(itemIndex) : `${itemIndex}/${encoded(file)}`;
}

/** Truncated text may end with half a character, which can't be URI-encoded, but which JSON can escape. */
function encoded(file: string): string {
	try {
		return encodeURIComponent(file);
	} catch {
		return encodeURIComponent(JSON.stringify(file));
	}
}

/** Turns a slot back into a place. */
export function placeOf(slot: string): Place {
	const [item = '', file] = slot.split('/');
	const itemIndex = Number.parseInt(item, 10);
	return file === undefined ? { itemIndex } : { itemIndex, file: decodeURIComponent(file) };
}

/**
 * A place in a message: "[item 3]", "[item 3, file Photos_1]", or "[file Photos_1]".
 * @param many true if the run has more than one item; otherwise, the item's number is left out
 * @returns an empty string if there is nothing to tell apart
 */
export function placeText({ itemIndex, file }: Place, many: boolean): string {
	const parts = [many ? `item ${itemIndex}` : '', file === undefined ? '' : `file ${file}`];
	const text = parts.filter(Boolean).join(', ');
	return text && `[${text}]`;
}
