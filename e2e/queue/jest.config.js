const shared = require('../jest.config');

/** Tests against n8n in queue mode; started by run.ts, which hands them the running processes. */
/** @type {import('jest').Config} */
module.exports = {
	...shared,
	rootDir: '../..',
	testMatch: ['<rootDir>/e2e/queue/tests/*.test.ts'],
	testTimeout: 200_000,
	// They kill the processes they share.
	maxWorkers: 1,
};
