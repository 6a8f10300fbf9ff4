/**
 * `npm run check:release -- v1.2.3`: does the tag agree with package.json, fotor/version.ts and CHANGELOG.md?
 * Without a tag only the files are compared. Exits 1 if something doesn't agree.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { VERSION } from '../fotor/version';
import { disagreements } from './release/check';

const read = (file: string) => readFileSync(join(__dirname, '..', file), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };
const tag = process.argv[2];
const found = disagreements({
	tag,
	manifest: version,
	source: VERSION,
	changelog: read('CHANGELOG.md'),
});
for (const text of found) console.error(text);
if (found.length > 0) process.exitCode = 1;
else console.log(`Version ${version} is the same everywhere.`);
