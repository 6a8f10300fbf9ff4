import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives a test run a temporary folder of its own, in which all processes of it put theirs. */
export default function setUp(): void {
	const folder = mkdtempSync(join(tmpdir(), 'fotor-tests-'));
	process.env.FOTOR_TESTS_FOLDER = folder;
	process.env.TMPDIR = folder;
}
