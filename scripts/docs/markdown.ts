/** Text of a table cell: one line, no bar that would end it. */
export function cell(text: string): string {
	return text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
}

/** A Markdown table; nothing when it has no rows. */
export function table(head: string[], rows: string[][]): string {
	if (rows.length === 0) return '';
	const line = (cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** n8n's descriptions hold links as HTML. */
export function fromHtml(text: string): string {
	return text
		.replace(/<a href="([^"]+)"[^>]*>(.*?)<\/a>/g, '[$2]($1)')
		.replace(/<b>(.*?)<\/b>/g, '**$1**')
		.replace(/<br ?\/?>/g, ' ');
}

/** Ends a text like a sentence; n8n's one-sentence descriptions have no full stop. */
export function sentence(text: string): string {
	const trimmed = text.trim();
	return !trimmed || /[.!?:]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

export function code(text: string): string {
	return `\`${text}\``;
}

/** "a", "a or b", "a, b or c". */
export function either(words: string[]): string {
	const last = words.at(-1) ?? '';
	return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

/** Values of a field in few words: "5, 10 seconds" or "3–15 seconds" where all have one unit. */
export function shortList(values: string[]): string {
	const parts = values.map((value) => /^(\d+) ([A-Za-z]+?)s?$/.exec(value));
	const numbers = parts.map((part) => Number(part?.[1]));
	const units = new Set(parts.map((part) => part?.[2]?.toLowerCase()));
	const [unit] = units;
	if (units.size !== 1 || unit === undefined) return values.join(', ');
	const [first = 0] = numbers;
	const isRun = numbers.length > 2 && numbers.every((number, at) => number === first + at);
	return `${isRun ? `${first}–${numbers.at(-1)}` : numbers.join(', ')} ${unit}s`;
}

/** Paragraphs and blocks with one empty line between them; empty ones are left out. */
export function blocks(...parts: Array<string | undefined>): string {
	return `${parts.filter(Boolean).join('\n\n')}\n`;
}
