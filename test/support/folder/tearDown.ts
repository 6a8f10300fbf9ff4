import { rmSync } from 'node:fs';

/** Removes what a test run has left: engines, for one, need their folders until the process ends. */
export default function tearDown(): void {
	const folder = process.env.FOTOR_TESTS_FOLDER;
	if (folder) rmSync(folder, { recursive: true, force: true });
}
