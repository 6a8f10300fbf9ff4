import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { explain } from '../../scripts/contract/rule';
import { situation } from '../../scripts/contract';
import { readChangelog } from '../../scripts/contract/changelog';

test('saved workflows keep working: the nodes are as the contract says', async () => {
	const { situation: found } = await situation();
	if (found.changes.length) throw new Error(explain(found));
});

test('the version of package.json is the newest in CHANGELOG.md, and every older one has its date', async () => {
	const changelog = readFileSync(join(__dirname, '../../CHANGELOG.md'), 'utf8');
	const { now } = await situation();
	const [newest, ...older] = readChangelog(changelog);
	expect(newest?.version).toBe(now.package);
	expect(older.filter(({ released }) => !released)).toEqual([]);
});
