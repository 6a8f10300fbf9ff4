import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives a test run its own temporary folder, used by all its processes. */
export default function setUp(): void {
	const folder = mkdtempSync(join(tmpdir(), 'fotor-tests-'));
	process.env.FOTOR_TESTS_FOLDER = folder;
	process.env.TMPDIR = folder;
}
