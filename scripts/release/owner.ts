/** The GitHub user or organization of the repository. `npm run generate` writes it where it is needed. */
export const OWNER = 'n8n-nodes-fotor';

const PAGE = `https://github.com/${OWNER}/n8n-nodes-fotor`;

/** The fields of package.json that name the repository; npm checks them against the repository of the build. */
export const PLACES = {
	homepage: `${PAGE}#readme`,
	repository: { type: 'git', url: `git+${PAGE}.git` },
	bugs: { url: `${PAGE}/issues` },
};

/** Where files link to the repository. */
export const LINKING = [
	'.github',
	'credentials',
	'docs',
	'examples',
	'harness',
	'nodes',
	'README.md',
];

/** A file's text with the owner in all links to the repository. */
export function withOwner(text: string): string {
	return text.replace(
		/(\b(?:github|raw\.githubusercontent)\.com\/)[\w.-]+(?=\/n8n-nodes-fotor\b)/g,
		`$1${OWNER}`,
	);
}

/** The text of .github/CODEOWNERS with the owner in it. */
export function codeOwners(text: string): string {
	return text.replace(/^\* @.*$/m, `* @${OWNER}`);
}
