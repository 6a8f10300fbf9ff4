import { compareVersions, readChangelog } from './changelog';
import type { Change } from './compare';

export interface Situation {
	changes: Change[];
	/** Version in the stored contract. */
	stored: string;
	/** Version in package.json. */
	version: string;
	/** CHANGELOG.md. */
	changelog: string;
}

/**
 * The rule: what was released is a promise. A version is released when its heading in CHANGELOG.md has a date. The
 * contract may change only in a version without one, which is newer than every released one, and has lines there; and each change that breaks saved workflows is
 * named there, by the parameter's path in backticks (the node's name for a whole node). Before the first release
 * there is no promise and nothing to name.
 * @returns what is missing, each as something to do; empty when the contract may be updated
 */
export function objections({ changes, stored, version, changelog }: Situation): string[] {
	if (changes.length === 0) return [];
	const releases = readChangelog(changelog);
	const own = releases.find((release) => release.version === version);
	const released = releases.filter((release) => release.released);
	const newest = released
		.map((release) => release.version)
		.sort(compareVersions)
		.at(-1);
	if (compareVersions(version, stored) < 0) {
		return [`package.json says ${version}, older than the stored contract (${stored}): raise it.`];
	}
	if (newest && compareVersions(version, newest) <= 0) {
		return [`Version ${newest} is released: raise the version in package.json above it.`];
	}
	if (!own?.text) {
		return [`Add a heading "## ${version}" (no date yet) with a line about it to CHANGELOG.md.`];
	}
	if (released.length === 0) return [];
	const unnamed = changes
		.filter(({ breaks, path, node }) => breaks && !own.text.includes(`\`${path || node}\``))
		.map(({ path, node }) => `\`${path || node}\``);
	return unnamed.length
		? [
				`This breaks saved workflows. Say so in CHANGELOG.md under ${version}, naming ${[...new Set(unnamed)].join(', ')}.`,
			]
		: [];
}

/** What changed and what to do, for the person whose test failed. */
export function explain(situation: Situation): string {
	const lines = situation.changes.map(
		({ kind, node, path, detail, breaks }) =>
			`  ${kind.padEnd(7)} ${node}${path ? ` → ${path}` : ''}: ${detail}${breaks ? ' (breaks saved workflows)' : ''}`,
	);
	const todo = [
		...objections(situation),
		'Run "npm run contract -- --update" and commit the result.',
	];
	return [
		'The nodes are not what saved workflows rely on (test/contract/contract.json):',
		...lines,
		'What to do:',
		...todo.map((step, index) => `  ${index + 1}. ${step}`),
	].join('\n');
}
