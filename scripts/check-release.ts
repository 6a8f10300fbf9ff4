/**
 * `npm run check:release -- v1.2.3` checks that the tag matches package.json, fotor/version.ts and CHANGELOG.md.
 * Without a tag, it only compares the files. Exits with 1 if something differs.
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
else console.log(`All files have version ${version}.`);
