import { rmSync } from 'node:fs';

/** Removes leftovers from a test run, such as engine folders that are needed until the process ends. */
export default function tearDown(): void {
	const folder = process.env.FOTOR_TESTS_FOLDER;
	if (folder) rmSync(folder, { recursive: true, force: true });
}
