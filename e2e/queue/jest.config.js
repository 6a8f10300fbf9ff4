const shared = require('../jest.config');

/**
 * Configuration for the tests that run against n8n in queue mode. run.ts starts n8n and tells the tests where to find
 * it.
 */
/** @type {import('jest').Config} */
module.exports = {
	...shared,
	rootDir: '../..',
	testMatch: ['<rootDir>/e2e/queue/tests/*.test.ts'],
	// The tests share n8n processes, and some tests kill them.
	maxWorkers: 1,
};
