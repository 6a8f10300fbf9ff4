import type { Nodes } from './extract';

/** What differs, one line per fact: `- fotorUpscaler scale options 4`. */
export function changesBetween(before: Nodes, after: Nodes): string[] {
	const [old, now] = [new Set(facts(before)), new Set(facts(after))];
	return [...new Set([...old, ...now])]
		.filter((fact) => !old.has(fact) || !now.has(fact))
		.sort()
		.map((fact) => `${old.has(fact) ? '-' : '+'} ${fact}`);
}

function facts(value: unknown, path: string[] = []): string[] {
	if (typeof value !== 'object' || !value || Object.keys(value).length === 0) {
		return [[...path, JSON.stringify(value)].join(' ')];
	}
	if (Array.isArray(value)) return value.flatMap((one) => facts(one, path));
	return Object.entries(value).flatMap(([key, inner]) =>
		facts(inner, key === 'parameters' ? path : [...path, key]),
	);
}

/**
 * What to do before the changes may be stored. All versions in CHANGELOG.md are released except the first, until its
 * heading has a date. What can break saved workflows is named there in backticks: the parameter, or its node.
 */
export function missing(changes: string[], version: string, changelog: string): string[] {
	const [newest = '', released] = changelog.split(/^## /m).slice(1);
	const [heading, ...text] = newest.split('\n');
	const isNewer = !released || version.localeCompare(released, 'en', { numeric: true }) > 0;
	if (heading !== version || !isNewer || !text.join('').trim()) {
		return ['Raise the version in package.json, and begin CHANGELOG.md with it, without a date.'];
	}
	return changes
		.filter((line) => released && /^-| required true$/.test(line))
		.filter((line) => !line.split(' ', 3).some((name) => newest.includes(`\`${name}\``)))
		.map((line) => `Can break workflows, and CHANGELOG.md doesn't name it: ${line}`);
}
