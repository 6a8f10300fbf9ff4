/** The GitHub user or organization that owns the repository. `npm run generate` writes the name where it is needed. */
export const OWNER = 'n8n-nodes-fotor';

const PAGE = `https://github.com/${OWNER}/n8n-nodes-fotor`;

/**
 * The fields of package.json that name the repository; npm checks them against the repository that the build runs in.
 */
export const PLACES = {
	homepage: `${PAGE}#readme`,
	repository: { type: 'git', url: `git+${PAGE}.git` },
	bugs: { url: `${PAGE}/issues` },
};

/** The files and folders that may link to the repository. */
export const LINKING = [
	'.github',
	'credentials',
	'docs',
	'examples',
	'harness',
	'nodes',
	'README.md',
];

/** Puts the owner into all links to the repository in a file's text. */
export function withOwner(text: string): string {
	return text.replace(
		/(\b(?:github|raw\.githubusercontent)\.com\/)[\w.-]+(?=\/n8n-nodes-fotor\b)/g,
		`$1${OWNER}`,
	);
}

/** Puts the owner into the text of .github/CODEOWNERS. */
export function codeOwners(text: string): string {
	return text.replace(/^\* @.*$/m, `* @${OWNER}`);
}
