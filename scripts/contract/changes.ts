import type { Nodes } from './extract';

/**
 * The differences between two contracts, one line per fact, such as `- fotorUpscaler scale options 4`. A new or
 * removed node takes one line.
 */
export function changesBetween(before: Nodes, after: Nodes): string[] {
	const [old, now] = [new Set(facts(before, after)), new Set(facts(after, before))];
	return [...new Set([...old, ...now])]
		.filter((fact) => !old.has(fact) || !now.has(fact))
		.sort()
		.map((fact) => `${old.has(fact) ? '-' : '+'} ${fact}`);
}

function facts(nodes: Nodes, others: Nodes): string[] {
	const names = Object.keys(nodes);
	return names.flatMap((name) => (others[name] ? lines(nodes[name], [name]) : [name]));
}

function lines(value: unknown, path: string[]): string[] {
	if (typeof value !== 'object' || !value || Object.keys(value).length === 0) {
		return [[...path, JSON.stringify(value)].join(' ')];
	}
	if (Array.isArray(value)) return value.flatMap((one) => lines(one, path));
	return Object.entries(value).flatMap(([key, inner]) =>
		lines(inner, key === 'parameters' ? path : [...path, key]),
	);
}

/**
 * The steps still needed before the changes can be stored. In CHANGELOG.md, all versions below the top one are
 * released, and so is the top one once its heading has a date. The top section must name the parameter or node of each
 * breaking change in backticks.
 */
export function missing(changes: string[], version: string, changelog: string): string[] {
	const [newest = '', released] = changelog.split(/^## /m).slice(1);
	const [heading, ...text] = newest.split('\n');
	const isNewer = !released || version.localeCompare(released, 'en', { numeric: true }) > 0;
	if (heading !== version || !isNewer || !text.join('').trim()) {
		return [
			'Bump the version in package.json, and make it the first heading of CHANGELOG.md, without a date.',
		];
	}
	return changes
		.filter((line) => released && /^-| required true$/.test(line))
		.filter((line) => !line.split(' ', 3).some((name) => newest.includes(`\`${name}\``)))
		.map((line) => `CHANGELOG.md doesn't mention this change, which can break workflows: ${line}`);
}
