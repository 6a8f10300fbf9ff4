import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { disagreements } from '../../scripts/release/check';

const good = {
	tag: 'v1.2.3',
	manifest: '1.2.3',
	source: '1.2.3',
	changelog: '# Changelog\n\n## 1.2.3 - 2026-01-31\n\n- New.\n\n## 1.2.2 - 2026-01-01\n',
};

test('a version that is the same everywhere can be published', () => {
	expect(disagreements(good)).toEqual([]);
});

test('a version without a tag needs no release date', () => {
	const changelog = good.changelog.replace(' - 2026-01-31', '');
	expect(disagreements({ ...good, tag: undefined, changelog })).toEqual([]);
});

test.each([
	['a tag for another version', { tag: 'v1.2.4' }, 'The tag is v1.2.4'],
	['a tag without the leading v', { tag: '1.2.3' }, 'The tag is 1.2.3'],
	['another version in package.json', { manifest: '1.2.4' }, 'fotor/version.ts has 1.2.3'],
	['another version in fotor/version.ts', { source: '1.2.2' }, 'fotor/version.ts has 1.2.2'],
	['another version in the first heading', { changelog: '## 1.2.2 - 2026-01-01\n' }, 'has 1.2.2'],
	['a missing version heading', { changelog: '# Changelog\n' }, 'has no version'],
	['a heading without a date', { changelog: '## 1.2.3\n' }, 'has no date'],
])('%s stops the release', (_, change, text) => {
	expect(disagreements({ ...good, ...change }).join('\n')).toContain(text);
});

test('the command fails if the tag names a different version', () => {
	const root = join(__dirname, '../..');
	const run = (...args: string[]) =>
		execFileSync('node_modules/.bin/tsx', ['scripts/check-release.ts', ...args], {
			cwd: root,
			encoding: 'utf8',
			stdio: 'pipe',
		});
	expect(run()).toContain('All files have version');
	expect(() => run('v999.0.0')).toThrow('The tag is v999.0.0');
});
