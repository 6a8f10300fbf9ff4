/** Any JSON value. */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * Parses the format in which n8n stores execution data. It is a JSON array of values. Inside an object or list, each
 * string is the index of a value in this array, so shared and circular parts are stored only once.
 */
export function parseFlatted(text: string): unknown {
	const entries = JSON.parse(text) as Json[];
	const containers = new Map<number, unknown>();

	const valueAt = (index: number): unknown => {
		const entry = entries[index];
		if (typeof entry !== 'object' || entry === null) return entry;
		if (containers.has(index)) return containers.get(index);
		if (Array.isArray(entry)) {
			const list: unknown[] = [];
			containers.set(index, list);
			for (const item of entry) list.push(follow(item));
			return list;
		}
		const object: Record<string, unknown> = {};
		containers.set(index, object);
		for (const [key, item] of Object.entries(entry)) object[key] = follow(item);
		return object;
	};
	const follow = (item: Json): unknown => (typeof item === 'string' ? valueAt(Number(item)) : item);

	return valueAt(0);
}
