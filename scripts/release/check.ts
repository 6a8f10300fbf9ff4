/** The texts that must agree on the version before it is published. */
export interface Release {
	/** Git tag: `v` and the version. Undefined outside a release. */
	tag?: string;
	/** `version` of package.json. */
	manifest: string;
	/** `VERSION` of fotor/version.ts. */
	source: string;
	/** The text of CHANGELOG.md. */
	changelog: string;
}

/** `## 1.2.3 - 2026-01-31`: a heading with a date marks a released version. */
const HEADING = /^## (\d+\.\d+\.\d+)(?: - (\d{4}-\d{2}-\d{2}))?$/m;

/**
 * Compares the places that name the version.
 * @returns the differences in words; empty if the version can be published
 */
export function disagreements({ tag, manifest, source, changelog }: Release): string[] {
	const [, heading, date] = HEADING.exec(changelog) ?? [];
	const found: string[] = [];
	if (source !== manifest) {
		found.push(`fotor/version.ts names ${source}, but package.json names ${manifest}.`);
	}
	if (heading !== manifest) {
		found.push(
			`The first heading of CHANGELOG.md names ${heading ?? 'no version'}, but package.json names ${manifest}.`,
		);
	}
	if (tag === undefined) return found;
	if (tag !== `v${manifest}`) found.push(`The tag is ${tag}, but package.json needs v${manifest}.`);
	if (heading === manifest && !date) {
		found.push(`CHANGELOG.md has no date: write "## ${manifest} - YYYY-MM-DD".`);
	}
	return found;
}
