/** The places that must all have the same version before a release. */
export interface Release {
	/** Git tag: `v` and the version. Undefined outside a release. */
	tag?: string;
	/** `version` in package.json. */
	manifest: string;
	/** `VERSION` in fotor/version.ts. */
	source: string;
	/** The text of CHANGELOG.md. */
	changelog: string;
}

/** `## 1.2.3 - 2026-01-31`: a heading with a date marks a released version. */
const HEADING = /^## (\d+\.\d+\.\d+)(?: - (\d{4}-\d{2}-\d{2}))?$/m;

/**
 * Compares the version in all these places.
 * @returns the differences in words; empty if the version can be published
 */
export function disagreements({ tag, manifest, source, changelog }: Release): string[] {
	const [, heading, date] = HEADING.exec(changelog) ?? [];
	const found: string[] = [];
	if (source !== manifest) {
		found.push(`fotor/version.ts has ${source}, but package.json has ${manifest}.`);
	}
	if (heading !== manifest) {
		found.push(
			`The first heading of CHANGELOG.md has ${heading ?? 'no version'}, but package.json has ${manifest}.`,
		);
	}
	if (tag === undefined) return found;
	if (tag !== `v${manifest}`) found.push(`The tag is ${tag}, but package.json needs v${manifest}.`);
	if (heading === manifest && !date) {
		found.push(`CHANGELOG.md has no date: write "## ${manifest} - YYYY-MM-DD".`);
	}
	return found;
}
