/** JSON as people write it: what fits into a line stands in one. */
export function readableJson(value: unknown, width = 100, indent = ''): string {
	const line = oneLine(value);
	if (indent.length + line.length <= width || typeof value !== 'object' || value === null)
		return line;
	const inner = `${indent}  `;
	const list = Array.isArray(value);
	const parts = list
		? value.map((entry) => readableJson(entry, width, inner))
		: Object.entries(value).map(
				([name, entry]) => `${JSON.stringify(name)}: ${readableJson(entry, width, inner)}`,
			);
	const [open, close] = list ? ['[', ']'] : ['{', '}'];
	return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
}

function oneLine(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const parts = Object.entries(value).map(
		([name, entry]) => `${JSON.stringify(name)}: ${oneLine(entry)}`,
	);
	return parts.length ? `{ ${parts.join(', ')} }` : '{}';
}
