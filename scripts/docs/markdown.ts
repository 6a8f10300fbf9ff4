/** A Markdown table, or an empty string if there are no rows. */
export function table(head: string[], rows: string[][]): string {
	if (rows.length === 0) return '';
	const line = (cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Turns text into one line and escapes pipes, which would end the cell. */
function cell(text: string): string {
	return text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
}

/** Turns an n8n description into Markdown: adds a period and converts HTML links. */
export function sentence(text: string): string {
	const linked = text.trim().replace(/<a href="([^"]+)"[^>]*>(.*?)<\/a>/g, '[$2]($1)');
	return !linked || /[.!?:]$/.test(linked) ? linked : `${linked}.`;
}

/** The anchor GitHub creates for a heading. */
export function anchor(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\w -]/g, '')
		.replaceAll(' ', '-');
}

/** Joins values. If all values share a unit, the result is short, such as "5, 10 seconds" or "3–15 seconds". */
export function shortList(values: string[]): string {
	const parts = values.map((value) => /^(\d+) ([A-Za-z]+?)s?$/.exec(value));
	const numbers = parts.map((part) => Number(part?.[1]));
	const [unit, ...others] = new Set(parts.map((part) => part?.[2]?.toLowerCase()));
	if (unit === undefined || others.length > 0) return values.join(', ');
	const [first = 0] = numbers;
	const isRun = numbers.length > 2 && numbers.every((number, at) => number === first + at);
	return `${isRun ? `${first}–${numbers.at(-1)}` : numbers.join(', ')} ${unit}s`;
}
