/** One version's part of CHANGELOG.md. */
export interface Release {
	version: string;
	/** Set once its heading has a date. */
	released: boolean;
	/** What stands below the heading. */
	text: string;
}

/** Reads headings such as "## 0.2.0", which is in the making, and "## 0.1.0 (2026-01-31)", which is out. */
export function readChangelog(markdown: string): Release[] {
	return markdown
		.split(/^## /m)
		.slice(1)
		.flatMap((part): Release[] => {
			const [heading = '', ...lines] = part.split('\n');
			const version = /\d+\.\d+\.\d+[\w.-]*/.exec(heading)?.[0];
			if (!version) return [];
			return [
				{ version, released: /\d{4}-\d{2}-\d{2}/.test(heading), text: lines.join('\n').trim() },
			];
		});
}

/** Below 0 when the first version is the older one. */
export function compareVersions(one: string, other: string): number {
	const numbers = (version: string) => version.split(/[.-]/).slice(0, 3).map(Number);
	const [a, b] = [numbers(one), numbers(other)];
	return [0, 1, 2].map((at) => (a[at] ?? 0) - (b[at] ?? 0)).find((step) => step !== 0) ?? 0;
}
