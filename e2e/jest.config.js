const { transform, transformIgnorePatterns } = require('../jest.config').projects[0];

/**
 * Configuration for the tests that run against a real n8n instance. run.ts starts n8n and tells the tests where to find
 * it.
 */
/** @type {import('jest').Config} */
module.exports = {
	rootDir: '..',
	testEnvironment: 'node',
	testMatch: ['<rootDir>/e2e/tests/*.test.ts'],
	modulePathIgnorePatterns: [
		'<rootDir>/dist/',
		'<rootDir>/e2e/n8n/',
		'<rootDir>/e2e/n8n1/',
		'<rootDir>/.cache/',
	],
	// The editor of n8n 1.x has different labels and a different layout. n8n 1.x has no built-in agents.
	testPathIgnorePatterns:
		process.env.E2E_N8N_LINE === '1'
			? ['(editor\\w*|dryRun|release|ownAgents|agentReview)\\.test']
			: [],
	transform,
	transformIgnorePatterns,
	// Most tests take seconds. On a busy machine, the slowest ones take minutes.
	testTimeout: 300_000,
	maxWorkers: 3,
};
