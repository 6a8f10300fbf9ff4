/** Any JSON value. */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * Parses n8n's storage format of execution data: a JSON array in which each string inside an object or list is the
 * index of its value, so shared and circular parts are stored once.
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
